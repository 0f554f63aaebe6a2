import type { PipelineDetail } from '@sightglass/model/rest';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { NameCell } from '../../components/table/NameCell.tsx';
import { cell } from '../../components/table/table.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';

/** What each stage usually takes, over the runs that say what is usual. */
export const StageTrends = ({ stages }: { stages: PipelineDetail['stages'] }) => {
  const longest = Math.max(1, ...stages.map(({ p95DurationMs }) => p95DurationMs ?? 0));
  if (stages.length === 0) return null;
  return (
    <section className="mt-10" aria-label="Stages">
      <h2 className="pb-1 text-name">Stages</h2>
      <LongTable
        caption="What each stage usually takes"
        rows={stages}
        head={
          <HeadRow
            columns={[
              'Stage',
              { name: 'Median, and up to p95', width: 'w-full' },
              ...figureColumns('Median', 'p95', 'Rows written', 'Failed'),
            ]}
          />
        }
        row={(stage, attributes) => (
          <tr key={stage.name} {...attributes}>
            <NameCell name={stage.name} />
            <td className={cell}>
              <Spread stage={stage} longest={longest} />
            </td>
            <FigureCell name="Median" value={stage.medianDurationMs} format={formatDuration} />
            <FigureCell name="p95" value={stage.p95DurationMs} format={formatDuration} />
            <FigureCell name="Rows written" value={stage.medianRowsWritten} format={formatCount} />
            <FigureCell
              name="Failed"
              value={stage.failedRuns}
              format={(failed) => `${formatCount(failed)} of ${formatCount(stage.runs)}`}
              loud="text-bad"
            />
          </tr>
        )}
      />
    </section>
  );
};

/** A bar up to the median, a whisker on to the 95th percentile. */
const Spread = ({ stage, longest }: { stage: PipelineDetail['stages'][number]; longest: number }) => {
  const median = ((stage.medianDurationMs ?? 0) / longest) * 100;
  const p95 = ((stage.p95DurationMs ?? 0) / longest) * 100;
  return (
    <span className="relative block h-3 min-w-24" aria-hidden="true">
      <span className="absolute top-[3px] left-0 h-1.5 bg-liquid" style={{ width: `${median}%` }} />
      <span className="absolute top-1.5 h-px bg-edge" style={{ left: `${median}%`, width: `${p95 - median}%` }} />
      <span className="absolute top-0.5 h-2 w-px bg-edge" style={{ left: `${p95}%` }} />
    </span>
  );
};
