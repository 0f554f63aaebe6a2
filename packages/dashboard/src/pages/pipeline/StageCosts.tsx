import type { StagePerformance } from '@sightglass/model/rest';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { NameCell } from '../../components/table/NameCell.tsx';
import { cell } from '../../components/table/table.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatBytes, formatCount, formatShare } from '../../format/number.ts';
import { ShareBar } from './ShareBar.tsx';

/** What each stage costs, slowest first. */
export const StageCosts = ({ stages }: { stages: readonly StagePerformance[] }) => {
  if (stages.length === 0) return null;
  const hasRetries = stages.some(({ retries }) => retries > 0);
  return (
    <LongTable
      caption="What each stage costs"
      rows={stages}
      head={
        <HeadRow
          columns={[
            'Stage',
            { name: 'Share of the run', width: 'w-full' },
            ...figureColumns('Share', 'Takes', 'Rows/s', 'CPU', 'Peak memory'),
            ...(hasRetries ? figureColumns('Retries') : []),
          ]}
        />
      }
      row={(stage, attributes) => (
        <tr key={stage.name} {...attributes}>
          <NameCell name={stage.name} />
          <td className={cell}>
            <ShareBar share={stage.share} />
          </td>
          <FigureCell name="Share" value={stage.share} format={formatShare} />
          <FigureCell name="Takes" value={stage.durationMs.p50} format={formatDuration} />
          <FigureCell name="Rows/s" value={stage.rowsPerSecond} format={formatCount} />
          <FigureCell name="CPU" value={stage.cpuTimeMs} format={formatDuration} />
          <FigureCell name="Peak memory" value={stage.peakRssBytes} format={formatBytes} />
          {hasRetries ? (
            <FigureCell name="Retries" value={stage.retries} format={formatCount} loud="text-warn" />
          ) : null}
        </tr>
      )}
    />
  );
};
