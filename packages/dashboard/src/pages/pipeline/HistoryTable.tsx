import type { Run } from '@sightglass/model/api';
import { Link } from '@tanstack/react-router';
import { Deadline } from '../../components/Deadline.tsx';
import { FigureCell } from '../../components/FigureCell.tsx';
import { Moment } from '../../components/Moment.tsx';
import { StateWord } from '../../components/StateGlyph.tsx';
import { cell, headCell, headFigure, tableClass } from '../../components/table.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { shownState } from '../../words/state-words.ts';

interface Props {
  readonly runs: readonly Run[];
  readonly usualDurationMs: number | null;
}

/** A row for each run; the deadline has a column when one of them has one. */
export const HistoryTable = ({ runs, usualDurationMs }: Props) => {
  const hasDeadline = runs.some(({ deadline }) => deadline !== null && deadline !== undefined);
  return (
    <div className="overflow-x-auto">
      <table className={tableClass}>
        <thead>
          <tr>
            <th className={headCell}>Started</th>
            <th className={headCell}>State</th>
            {hasDeadline ? <th className={headCell}>Deadline</th> : null}
            <th className={headFigure}>Duration</th>
            <th className={headFigure}>Read</th>
            <th className={headFigure}>Written</th>
            <th className={headFigure}>Rejected</th>
            <th className={headFigure}>Unaccounted</th>
            <th className={`${headCell} w-full`}>What happened</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <HistoryRow key={run.runId} run={run} usualDurationMs={usualDurationMs} hasDeadline={hasDeadline} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

interface RowProps {
  readonly run: Run;
  readonly usualDurationMs: number | null;
  readonly hasDeadline: boolean;
}

const HistoryRow = ({ run, usualDurationMs, hasDeadline }: RowProps) => (
  <tr className="hover:bg-raised">
    <th scope="row" className={cell}>
      <Link to="/runs/$runId" params={{ runId: run.runId }} data-row className="whitespace-nowrap hover:underline">
        <Moment at={run.startedAt} />
      </Link>
    </th>
    <td className={cell}>
      <StateWord state={shownState(run)} />
    </td>
    {hasDeadline ? (
      <td className={cell} data-name="Deadline" data-nothing={run.deadline ? undefined : true}>
        {run.deadline ? <Deadline deadline={run.deadline} /> : <span className="text-dim">–</span>}
      </td>
    ) : null}
    <Figures run={run} usualDurationMs={usualDurationMs} />
    <td className={`${cell} max-w-0 truncate text-dim max-sm:basis-full`} title={run.failure?.message}>
      {whatHappened(run)}
    </td>
  </tr>
);

/** A run that did not start has none. */
const Figures = ({ run, usualDurationMs }: Omit<RowProps, 'hasDeadline'>) => {
  const { state, durationMs, rows, rowsDifference } = run;
  const known = <T,>(figure: T): T | null => (state === 'missed' ? null : figure);
  return (
    <>
      <FigureCell
        name="Took"
        value={known(durationMs)}
        format={formatDuration}
        loud={isSlow(run, usualDurationMs) ? 'text-warn' : ''}
      />
      <FigureCell name="Read" value={known(rows.read)} format={formatCount} />
      <FigureCell name="Written" value={known(rows.written)} format={formatCount} />
      <FigureCell name="Rejected" value={known(rows.rejected)} format={formatCount} />
      <FigureCell
        name="Unaccounted"
        value={state === 'running' ? null : known(rowsDifference)}
        format={formatCount}
        loud={state === 'succeeded' ? 'text-warn' : 'text-dim'}
      />
    </>
  );
};

const isSlow = (run: Run, usualMs: number | null): boolean =>
  usualMs !== null && run.durationMs > usualMs * 1.5 && run.durationMs - usualMs > 1000;

const whatHappened = ({ state, failure, failedStage }: Run): string => {
  if (state === 'missed') return 'was due and did not start';
  if (failure === null) return '';
  return `${failedStage === null ? '' : `${failedStage}: `}${failure.message || failure.type}`;
};
