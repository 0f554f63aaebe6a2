import type { PipelineDetail } from '@sightglass/model/rest';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { cell, headCell, headFigure, tableClass } from '../../components/table/table.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';

/** What each stage usually takes, over the runs that say what is usual. */
export const StageTrends = ({ stages }: { stages: PipelineDetail['stages'] }) => {
  const longest = Math.max(1, ...stages.map(({ p95DurationMs }) => p95DurationMs ?? 0));
  if (stages.length === 0) return null;
  return (
    <section className="mt-10" aria-label="Stages">
      <h2 className="pb-1 text-name">Stages</h2>
      <div className="overflow-x-auto">
        <table className={tableClass}>
          <thead>
            <tr>
              <th className={headCell}>Stage</th>
              <th className={`${headCell} w-full`}>Median, and up to the slowest 5 %</th>
              <th className={headFigure}>Median</th>
              <th className={headFigure}>Slowest 5 %</th>
              <th className={headFigure}>Rows written</th>
              <th className={headFigure}>Failed</th>
            </tr>
          </thead>
          <tbody>
            {stages.map((stage) => (
              <tr key={stage.name}>
                <th scope="row" className={`${cell} max-w-[36ch] truncate`} title={stage.name}>
                  {stage.name}
                </th>
                <td className={cell}>
                  <Spread stage={stage} longest={longest} />
                </td>
                <FigureCell name="Median" value={stage.medianDurationMs} format={formatDuration} />
                <FigureCell name="Slowest 5 %" value={stage.p95DurationMs} format={formatDuration} />
                <FigureCell name="Rows written" value={stage.medianRowsWritten} format={formatCount} />
                <FigureCell
                  name="Failed"
                  value={stage.failedRuns}
                  format={(failed) => `${formatCount(failed)} of ${formatCount(stage.runs)}`}
                  loud="text-bad"
                />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

/** A bar up to the median, a whisker on to the slowest twentieth. */
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
