import { isSlow, sentenceCase, usualWord } from '@sightglass/model';
import type { RunDetail, Stage } from '@sightglass/model/rest';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatDuration } from '../../../format/duration.ts';
import { formatBytes, formatCount } from '../../../format/number.ts';
import type { StageNode } from '../../../pipe/plan/stage-tree.ts';
import { StageTable } from './StageTable.tsx';

interface Props {
  readonly run: RunDetail;
  readonly rows: readonly StageNode[];
  readonly chosen: string | undefined;
  readonly onChoose: (stageId: string) => void;
}

/** What each stage took: time against the usual, CPU, memory. */
export const CostTable = ({ run, rows, chosen, onChoose }: Props) => {
  const usualMs = new Map(run.usual?.stages.map(({ name, durationMs }) => [name, durationMs]));
  const longest = run.stages.reduce(
    (most, { durationMs, name }) => Math.max(most, durationMs, usualMs.get(name) ?? 0),
    1,
  );
  const usualHead = sentenceCase(usualWord(run.usual));
  const hasUsual = run.usual !== null;
  const hasRetries = run.stages.some(({ retries }) => retries > 0);
  return (
    <StageTable
      caption="Time and resources of each stage"
      rows={rows}
      chosen={chosen}
      onChoose={onChoose}
      head={
        <HeadRow
          columns={[
            'Stage',
            hasUsual ? `Duration (mark = ${usualWord(run.usual) === 'usually' ? 'usual' : 'earlier'})` : 'Duration',
            ...figureColumns('Took', ...(hasUsual ? [usualHead] : []), 'Rows/s', 'CPU', 'Peak memory'),
            ...(hasRetries ? figureColumns('Retries') : []),
          ]}
        />
      }
      cells={(stage) => (
        <>
          <td className={cell}>
            <DurationBar stage={stage} usualMs={usualMs.get(stage.name) ?? null} longest={longest} />
          </td>
          <FigureCell name="Took" value={stage.durationMs} format={stage.state === 'lost' ? atLeast : formatDuration} />
          {hasUsual ? (
            <FigureCell name={usualHead} value={usualMs.get(stage.name)} format={formatDuration} loud="text-dim" />
          ) : null}
          <FigureCell name="Rows/s" value={rate(stage)} format={formatCount} />
          <FigureCell name="CPU" value={stage.resources.cpuTimeMs} format={formatDuration} />
          <FigureCell name="Peak memory" value={stage.resources.peakRssBytes} format={formatBytes} />
          {hasRetries ? (
            <FigureCell name="Retries" value={stage.retries} format={formatCount} loud="text-warn" />
          ) : null}
        </>
      )}
    />
  );
};

const atLeast = (durationMs: number): string => `≥ ${formatDuration(durationMs)}`;

const rate = ({ rows, durationMs }: Stage): number | null => {
  const most = Math.max(rows.read, rows.written);
  return most === 0 || durationMs <= 0 ? null : most / (durationMs / 1000);
};

const DurationBar = ({ stage, usualMs, longest }: { stage: Stage; usualMs: number | null; longest: number }) => {
  return (
    <svg width="104" height="12" aria-hidden="true" className="block">
      <rect
        y="3"
        height="6"
        width={Math.max(1, (stage.durationMs / longest) * 100)}
        className={isSlow(stage.durationMs, usualMs) ? 'fill-warn' : 'fill-liquid'}
      />
      {usualMs === null ? null : (
        <path d={`M${(usualMs / longest) * 100} 0V12`} stroke="var(--ink)" strokeWidth="1.5" />
      )}
    </svg>
  );
};
