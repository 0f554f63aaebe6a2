import { knownCounts } from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { StateWord } from '../../components/glyph/StateGlyph.tsx';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { cell, frameClass, tableClass } from '../../components/table/table.ts';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { runLink } from '../../url/run-link.ts';

/** A row for each run, of whichever pipeline. */
export const RunsTable = ({ runs }: { runs: readonly Run[] }) => (
  <div className={frameClass}>
    <table className={tableClass}>
      <caption className="sr-only">Runs, the latest first</caption>
      <thead>
        <HeadRow
          columns={[
            'Pipeline',
            'Started',
            'State',
            ...figureColumns('Duration', 'Read', 'Written', 'Rejected'),
            { name: 'What happened', width: 'w-full' },
          ]}
        />
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={JSON.stringify([run.namespace, run.pipeline, run.runId])} run={run} />
        ))}
      </tbody>
    </table>
  </div>
);

const RunRow = ({ run }: { run: Run }) => {
  const known = <T,>(figure: T): T | null => (run.state === 'missed' ? null : figure);
  return (
    <tr className="hover:bg-raised">
      <th scope="row" className={`${cell} max-w-[32ch] truncate`} title={`${run.namespace} / ${run.pipeline}`}>
        <Link {...runLink(run)} data-row className="font-strong hover:underline">
          {run.pipeline}
        </Link>{' '}
        <span className="text-dim">{run.namespace}</span>
      </th>
      <td className={`${cell} whitespace-nowrap`}>
        {run.state === 'missed' ? 'was due ' : null}
        <Timestamp at={run.startedAt} />
      </td>
      <td className={cell}>
        <StateWord shown={run.shown} />
      </td>
      <FigureCell name="Took" value={known(run.durationMs)} format={formatDuration} />
      <FigureCell name="Read" value={known(knownCounts(run).read)} format={formatCount} />
      <FigureCell name="Written" value={known(knownCounts(run).written)} format={formatCount} />
      <FigureCell name="Rejected" value={known(run.rows.rejected)} format={formatCount} />
      <td className={`${cell} max-w-0 truncate text-dim max-sm:basis-full`} title={run.outcome}>
        {run.outcome}
      </td>
    </tr>
  );
};
