import type { RunDetail, Stage } from '@sightglass/model/api';
import { cell, figureCell, headCell, headFigure, tableClass } from '../../components/table.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatBytes, formatCount } from '../../format/number.ts';
import { StageName } from './LedgerTable.tsx';
import { stageRows } from './stage-rows.ts';

interface Props {
  readonly run: RunDetail;
  readonly chosen: string | undefined;
  readonly onChoose: (stageId: string) => void;
}

/** What each stage took: time against the usual, CPU, memory. */
export const CostTable = ({ run, chosen, onChoose }: Props) => {
  const usualMs = new Map(run.usual?.stages.map(({ name, durationMs }) => [name, durationMs]));
  const longest = Math.max(
    1,
    ...run.stages.map(({ durationMs, name }) => Math.max(durationMs, usualMs.get(name) ?? 0)),
  );
  const hasRetries = run.stages.some(({ retries }) => retries > 0);
  return (
    <div className="overflow-x-auto">
      <table className={tableClass}>
        <caption className="sr-only">Time and resources of each stage</caption>
        <thead>
          <tr>
            <th className={headCell}>Stage</th>
            <th className={headCell}>{run.usual === null ? 'Duration' : 'Tick is the usual'}</th>
            <th className={headFigure}>Took</th>
            {run.usual === null ? null : <th className={headFigure}>Usually</th>}
            <th className={headFigure}>Rows/s</th>
            <th className={headFigure}>CPU</th>
            <th className={headFigure}>Peak memory</th>
            {hasRetries ? <th className={headFigure}>Retries</th> : null}
          </tr>
        </thead>
        <tbody>
          {stageRows(run).map(({ stage, depth }) => (
            <tr key={stage.stageId} className={chosen === stage.stageId ? 'bg-raised' : 'hover:bg-raised'}>
              <th scope="row" className={cell}>
                <StageName stage={stage} depth={depth} isChosen={chosen === stage.stageId} onChoose={onChoose} />
              </th>
              <td className={cell}>
                <DurationBar stage={stage} usualMs={usualMs.get(stage.name) ?? null} longest={longest} />
              </td>
              <td className={figureCell}>{formatDuration(stage.durationMs)}</td>
              {run.usual === null ? null : (
                <td className={`${figureCell} text-dim`}>{orNone(usualMs.get(stage.name), formatDuration)}</td>
              )}
              <td className={figureCell}>{orNone(rate(stage), formatCount)}</td>
              <td className={figureCell}>{orNone(stage.resources.cpuTimeMs, formatDuration)}</td>
              <td className={figureCell}>{orNone(stage.resources.peakRssBytes, formatBytes)}</td>
              {hasRetries ? (
                <td className={`${figureCell} ${stage.retries > 0 ? 'text-warn' : 'text-dim'}`}>{stage.retries}</td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const rate = ({ rows, durationMs }: Stage): number | null => {
  const most = Math.max(rows.read, rows.written);
  return most === 0 || durationMs <= 0 ? null : most / (durationMs / 1000);
};

const orNone = (value: number | null | undefined, format: (value: number) => string): React.ReactNode =>
  value === null || value === undefined ? <span className="text-dim">–</span> : format(value);

const DurationBar = ({ stage, usualMs, longest }: { stage: Stage; usualMs: number | null; longest: number }) => {
  const isSlow = usualMs !== null && stage.durationMs > usualMs * 1.5 && stage.durationMs - usualMs > 1000;
  return (
    <svg width="104" height="12" aria-hidden="true" className="block">
      <rect
        y="3"
        height="6"
        width={Math.max(1, (stage.durationMs / longest) * 100)}
        className={isSlow ? 'fill-warn' : 'fill-liquid'}
      />
      {usualMs === null ? null : (
        <path d={`M${(usualMs / longest) * 100} 0V12`} stroke="var(--ink)" strokeWidth="1.5" />
      )}
    </svg>
  );
};
