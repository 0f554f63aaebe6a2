import type { CallPerformance } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { NameCell } from '../../components/table/NameCell.tsx';
import { cell } from '../../components/table/table.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount, formatShare } from '../../format/number.ts';
import { ShareBar } from './ShareBar.tsx';

/** Its name leads to the page of what has one. */
const Target = ({ call: { kind, target, page } }: { call: CallPerformance }) => {
  if (page === null) return target;
  const to = kind === 'database' ? '/databases/$name' : '/apis/$name';
  return (
    <Link to={to} params={{ name: page }} search={{}} className="link" data-row>
      {target}
    </Link>
  );
};

/** How much of a run is spent waiting for databases and APIs, by the counts of their programs, else by their spans. */
export const CallTimes = ({ calls }: { calls: readonly CallPerformance[] }) => {
  if (calls.length === 0) return null;
  return (
    <div className="mt-6">
      <LongTable
        caption="Databases and APIs"
        rows={calls}
        head={
          <HeadRow
            columns={[
              'Databases and APIs',
              { name: 'Share of the run', width: 'w-full' },
              ...figureColumns('Share', 'Takes', 'Calls a run', 'p95 of calls', 'Slowest', 'Failed'),
            ]}
          />
        }
        row={(call, attributes) => (
          <tr key={`${call.kind} ${call.target}`} {...attributes}>
            <NameCell name={call.target}>
              <Target call={call} />
            </NameCell>
            <td className={cell}>
              <ShareBar share={call.share} />
            </td>
            <FigureCell name="Share" value={call.share} format={formatShare} />
            <FigureCell name="Takes" value={call.busyMs} format={formatDuration} />
            <FigureCell name="Calls a run" value={call.callsPerRun} format={formatCount} />
            <FigureCell name="p95 of calls" value={call.p95Ms} format={formatDuration} />
            <FigureCell name="Slowest" value={call.slowestMs} format={formatDuration} />
            <FigureCell name="Failed" value={call.failed} format={formatCount} loud="text-bad" />
          </tr>
        )}
      />
    </div>
  );
};
