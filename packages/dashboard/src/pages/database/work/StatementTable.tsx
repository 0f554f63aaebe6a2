import type { DatabaseStatement } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatDuration } from '../../../format/duration.ts';
import { formatCount } from '../../../format/number.ts';
import { Statement } from '../Statement.tsx';

const heads = ['Calls', 'Errors', 'Total', 'Mean', 'Slowest', 'Rows'];

/** Statements by fingerprint; of many only those in view exist. */
export const StatementTable = ({ statements }: { statements: readonly DatabaseStatement[] }) => {
  return (
    <LongTable
      caption="Statements by fingerprint, those that took the most time first"
      rows={statements}
      head={<HeadRow columns={['Statement', ...figureColumns(...heads), 'Last run']} />}
      row={(one, attributes) => (
        <tr key={one.fingerprint} {...attributes} className="hover:bg-raised">
          <th scope="row" className={cell}>
            <Statement text={one.text === '' ? one.summary : one.text} width="max-w-[72ch]" />
          </th>
          <FigureCell name="Calls" value={one.calls} format={formatCount} />
          <FigureCell name="Errors" value={one.errors} format={formatCount} loud="text-bad" />
          <FigureCell name="Total" value={one.durationMs} format={formatDuration} />
          <FigureCell name="Mean" value={one.durationMs / Math.max(1, one.calls)} format={formatDuration} />
          <FigureCell name="Slowest" value={one.slowestMs} format={formatDuration} />
          <FigureCell name="Rows" value={one.rowsReturned + one.rowsAffected} format={formatCount} />
          <td className={`${cell} max-w-[24ch] truncate`}>
            {one.lastRunId === null ? (
              <span className="text-dim">none</span>
            ) : (
              <Link to="/runs/$runId" params={{ runId: one.lastRunId }} className="link">
                {one.lastPipeline ?? one.lastRunId.slice(0, 8)}
              </Link>
            )}
          </td>
        </tr>
      )}
    />
  );
};
