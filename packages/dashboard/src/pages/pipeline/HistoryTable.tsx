import { knownCounts, missingWord, type OpenWord, rowsCalled, unwrittenWords } from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { Deadline } from '../../components/time/Deadline.tsx';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { StateWord } from '../../components/glyph/StateGlyph.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { cell, frameClass, tableClass } from '../../components/table/table.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { runLink } from '../../url/run-link.ts';

interface Props {
  readonly runs: readonly Run[];
}

/** A row for each run; the deadline has a column when one of them has one, and so have extra rows and those not processed. */
export const HistoryTable = ({ runs }: Props) => {
  const hasDeadline = runs.some(({ deadline }) => deadline !== null && deadline !== undefined);
  const seldom = seldomWords.filter((word) => runs.some((run) => rowsCalled(word, run) > 0));
  return (
    <div className={frameClass}>
      <table className={tableClass}>
        <thead>
          <HeadRow
            columns={[
              'Started',
              'State',
              ...(hasDeadline ? ['Deadline'] : []),
              ...figureColumns('Duration', 'Read', 'Written', 'Rejected', 'Missing'),
              ...figureColumns(...seldom.map((word) => openHeads[word])),
              { name: 'What happened', width: 'w-full' },
            ]}
          />
        </thead>
        <tbody>
          {runs.map((run) => (
            <HistoryRow key={run.runId} run={run} hasDeadline={hasDeadline} seldom={seldom} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

interface RowProps {
  readonly run: Run;
  readonly hasDeadline: boolean;
  /** Words of open rows that have a column in this table, beside missing ones. */
  readonly seldom: readonly SeldomWord[];
}

const HistoryRow = ({ run, hasDeadline, seldom }: RowProps) => (
  <tr className="hover:bg-raised">
    <th scope="row" className={cell}>
      <Link {...runLink(run)} data-row className="whitespace-nowrap hover:underline">
        {run.state === 'missed' ? 'was due ' : null}
        <Timestamp at={run.startedAt} />
      </Link>
    </th>
    <td className={cell}>
      <StateWord shown={run.shown} />
    </td>
    {hasDeadline ? (
      <td className={cell} data-name="Deadline" data-nothing={run.deadline ? undefined : true}>
        {run.deadline ? <Deadline deadline={run.deadline} /> : <span className="text-dim">–</span>}
      </td>
    ) : null}
    <Figures run={run} seldom={seldom} />
    <td className={`${cell} max-w-0 truncate text-dim max-sm:basis-full`} title={run.outcome}>
      {run.outcome}
    </td>
  </tr>
);

type SeldomWord = (typeof seldomWords)[number];
const seldomWords = ['not processed', 'extra'] as const satisfies readonly OpenWord[];
const openHeads = { missing: 'Missing', 'not processed': 'Not processed', extra: 'Extra' } as const;

/** A run that did not start has none. */
const Figures = ({ run, seldom }: Omit<RowProps, 'hasDeadline'>) => {
  const { state, durationMs, rows } = run;
  const known = <T,>(figure: T): T | null => (state === 'missed' ? null : figure);
  return (
    <>
      <FigureCell
        name="Took"
        value={known(durationMs)}
        format={formatDuration}
        loud={run.isSlow ? 'font-strong' : ''}
      />
      <FigureCell name="Read" value={known(knownCounts(run).read)} format={formatCount} />
      <FigureCell
        name="Written"
        value={known(knownCounts(run).written)}
        format={formatCount}
        title={known(unwrittenWords(run)) ?? undefined}
      />
      <FigureCell name="Rejected" value={known(rows.rejected)} format={formatCount} />
      {(['missing', ...seldom] as const).map((word) => (
        <FigureCell
          key={word}
          name={openHeads[word]}
          value={known(openRows(run, word))}
          format={formatCount}
          loud={state === 'succeeded' ? 'text-warn' : 'text-dim'}
        />
      ))}
    </>
  );
};

/** Null where rows of a run in this state are not called so: those of one that was cut short were not processed. */
const openRows = (run: Run, word: 'missing' | SeldomWord): number | null => {
  const isSaid = word === 'extra' ? run.state !== 'running' : word === missingWord(run.state);
  return isSaid ? rowsCalled(word, run) : null;
};
