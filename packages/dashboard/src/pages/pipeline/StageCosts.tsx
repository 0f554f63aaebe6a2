import type { StagePerformance } from '@sightglass/model/rest';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { cell, headCell, headFigure, tableClass } from '../../components/table/table.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatBytes, formatCount, formatShare } from '../../format/number.ts';
import { ShareBar } from './ShareBar.tsx';

/** What each stage costs, slowest first. */
export const StageCosts = ({ stages }: { stages: readonly StagePerformance[] }) => {
  if (stages.length === 0) return null;
  const hasRetries = stages.some(({ retries }) => retries > 0);
  return (
    <div className="overflow-x-auto">
      <table className={tableClass}>
        <caption className="sr-only">What each stage costs</caption>
        <thead>
          <tr>
            <th className={headCell}>Stage</th>
            <th className={`${headCell} w-full`}>Share of the run</th>
            <th className={headFigure}>Share</th>
            <th className={headFigure}>Takes</th>
            <th className={headFigure}>Rows/s</th>
            <th className={headFigure}>CPU</th>
            <th className={headFigure}>Peak memory</th>
            {hasRetries ? <th className={headFigure}>Retries</th> : null}
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <tr key={stage.name}>
              <th scope="row" className={`${cell} max-w-[36ch] truncate`} title={stage.name}>
                {stage.name}
              </th>
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
          ))}
        </tbody>
      </table>
    </div>
  );
};
