import { knownCounts, type OpenWord, rowsCalled } from '@sightglass/model';
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

/** A row for each run; the deadline has a column when one of them has one. */
export const HistoryTable = ({ runs }: Props) => {
  const hasDeadline = runs.some(({ deadline }) => deadline !== null && deadline !== undefined);
  const hasExtra = runs.some((run) => rowsCalled('extra', run) > 0);
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
              ...(hasExtra ? figureColumns('Extra') : []),
              { name: 'What happened', width: 'w-full' },
            ]}
          />
        </thead>
        <tbody>
          {runs.map((run) => (
            <HistoryRow key={run.runId} run={run} hasDeadline={hasDeadline} hasExtra={hasExtra} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

interface RowProps {
  readonly run: Run;
  readonly hasDeadline: boolean;
  readonly hasExtra: boolean;
}

const HistoryRow = ({ run, hasDeadline, hasExtra }: RowProps) => (
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
    <Figures run={run} hasExtra={hasExtra} />
    <td className={`${cell} max-w-0 truncate text-dim max-sm:basis-full`} title={run.outcome}>
      {run.outcome}
    </td>
  </tr>
);

/** A run that did not start has none. */
const Figures = ({ run, hasExtra }: Omit<RowProps, 'hasDeadline'>) => {
  const { state, durationMs, rows } = run;
  const known = <T,>(figure: T): T | null => (state === 'missed' ? null : figure);
  return (
    <>
      <FigureCell name="Took" value={known(durationMs)} format={formatDuration} loud={run.isSlow ? 'text-warn' : ''} />
      <FigureCell name="Read" value={known(knownCounts(run).read)} format={formatCount} />
      <FigureCell name="Written" value={known(knownCounts(run).written)} format={formatCount} />
      <FigureCell name="Rejected" value={known(rows.rejected)} format={formatCount} />
      <FigureCell
        name="Missing"
        value={known(state === 'running' ? null : missingRows(run))}
        format={formatCount}
        loud={state === 'succeeded' ? 'text-warn' : 'text-dim'}
      />
      {hasExtra ? (
        <FigureCell
          name="Extra"
          value={known(state === 'running' ? null : rowsCalled('extra', run))}
          format={formatCount}
          loud={state === 'succeeded' ? 'text-warn' : 'text-dim'}
        />
      ) : null}
    </>
  );
};

/** Of a run that was cut short they were not processed. */
const missingWords: readonly OpenWord[] = ['missing', 'not processed'];

const missingRows = (run: Run): number => missingWords.reduce((sum, word) => sum + rowsCalled(word, run), 0);
