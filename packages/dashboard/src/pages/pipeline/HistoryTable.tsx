import { rowsCalled, shownState, shownWord } from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { Deadline } from '../../components/time/Deadline.tsx';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { StateWord } from '../../components/glyph/StateGlyph.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { cell, tableClass } from '../../components/table/table.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { runOutcome } from '../../words/run-outcome.ts';
import { sentenceCase } from '../../words/sentence-case.ts';
import { isSlow, type Usual } from '../../words/usual.ts';

interface Props {
  readonly runs: readonly Run[];
  readonly usual: Usual | null;
}

/** A row for each run; the deadline has a column when one of them has one. */
export const HistoryTable = ({ runs, usual }: Props) => {
  const hasDeadline = runs.some(({ deadline }) => deadline !== null && deadline !== undefined);
  const hasAppeared = runs.some((run) => rowsCalled('from nowhere', run) > 0);
  return (
    <div className="overflow-x-auto">
      <table className={tableClass}>
        <thead>
          <HeadRow
            columns={[
              'Started',
              'State',
              ...(hasDeadline ? ['Deadline'] : []),
              ...figureColumns('Duration', 'Read', 'Written', 'Rejected', 'Unaccounted'),
              ...(hasAppeared ? figureColumns('From nowhere') : []),
              { name: 'What happened', width: 'w-full' },
            ]}
          />
        </thead>
        <tbody>
          {runs.map((run) => (
            <HistoryRow key={run.runId} run={run} usual={usual} hasDeadline={hasDeadline} hasAppeared={hasAppeared} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

interface RowProps {
  readonly run: Run;
  readonly usual: Usual | null;
  readonly hasDeadline: boolean;
  readonly hasAppeared: boolean;
}

const HistoryRow = ({ run, usual, hasDeadline, hasAppeared }: RowProps) => (
  <tr className="hover:bg-raised">
    <th scope="row" className={cell}>
      <Link to="/runs/$runId" params={{ runId: run.runId }} data-row className="whitespace-nowrap hover:underline">
        <Timestamp at={run.startedAt} />
      </Link>
    </th>
    <td className={cell}>
      <StateWord state={shownState(run)} word={shownWord(run)} />
    </td>
    {hasDeadline ? (
      <td className={cell} data-name="Deadline" data-nothing={run.deadline ? undefined : true}>
        {run.deadline ? <Deadline deadline={run.deadline} /> : <span className="text-dim">–</span>}
      </td>
    ) : null}
    <Figures run={run} usual={usual} hasAppeared={hasAppeared} />
    <td className={`${cell} max-w-0 truncate text-dim max-sm:basis-full`} title={runOutcome(run)}>
      {runOutcome(run)}
    </td>
  </tr>
);

/** A run that did not start has none. */
const Figures = ({ run, usual, hasAppeared }: Omit<RowProps, 'hasDeadline'>) => {
  const { state, durationMs, rows } = run;
  const known = <T,>(figure: T): T | null => (state === 'missed' ? null : figure);
  return (
    <>
      <FigureCell
        name="Took"
        value={known(durationMs)}
        format={formatDuration}
        loud={isSlow(run.durationMs, usual) ? 'text-warn' : ''}
      />
      <FigureCell name="Read" value={known(rows.read)} format={formatCount} />
      <FigureCell name="Written" value={known(rows.written)} format={formatCount} />
      <FigureCell name="Rejected" value={known(rows.rejected)} format={formatCount} />
      {(hasAppeared ? openWords : openWords.slice(0, 1)).map((word) => (
        <FigureCell
          key={word}
          name={sentenceCase(word)}
          value={state === 'running' ? null : known(rowsCalled(word, run))}
          format={formatCount}
          loud={state === 'succeeded' ? 'text-warn' : 'text-dim'}
        />
      ))}
    </>
  );
};

const openWords = ['unaccounted', 'from nowhere'] as const;
