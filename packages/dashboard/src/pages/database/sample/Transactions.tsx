import type { SampleRow, SessionRun } from '@sightglass/model/rest';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable, type RowAttributes } from '../../../components/table/LongTable.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatDuration } from '../../../format/duration.ts';
import { Part } from '../../../components/page/Part.tsx';
import { msOf, textOf } from './sample-values.ts';
import { SessionName } from './SessionName.tsx';
import { Statement } from '../Statement.tsx';

/** Open transactions, the oldest first: they hold locks. */
export const Transactions = ({ rows, runs }: { rows: readonly SampleRow[]; runs: readonly SessionRun[] }) => (
  <Part title="Open transactions" note={rows.length === 0 ? '' : 'oldest first'}>
    {rows.length === 0 ? (
      <p className="text-dim">No transaction was open.</p>
    ) : (
      <LongTable
        caption="Open transactions, the oldest first"
        rows={rows}
        head={<HeadRow columns={['Session', 'Run', 'State', ...figureColumns('Open for', 'Idle for'), 'Statement']} />}
        row={(row, attributes) => (
          <Row
            key={`${textOf(row, 'pid')} ${textOf(row, 'application')}`}
            attributes={attributes}
            row={row}
            runs={runs}
          />
        )}
      />
    )}
  </Part>
);

interface RowProps {
  readonly attributes: RowAttributes;
  readonly row: SampleRow;
  readonly runs: readonly SessionRun[];
}

const Row = ({ attributes, row, runs }: RowProps) => {
  const application = textOf(row, 'application');
  return (
    <tr {...attributes} className="hover:bg-raised">
      <th scope="row" className={`${cell} whitespace-nowrap`}>
        <span className="font-mono text-second">{textOf(row, 'pid')}</span>{' '}
        <span className="text-dim">{textOf(row, 'login')}</span>
      </th>
      <td className={cell}>
        <SessionName application={application} traceparent={textOf(row, 'traceparent') || application} runs={runs} />
      </td>
      <td className={cell}>{textOf(row, 'state')}</td>
      <FigureCell name="Open for" value={msOf(row, 'seconds_open')} format={formatDuration} />
      <FigureCell name="Idle for" value={msOf(row, 'seconds_idle')} format={formatDuration} loud="text-warn" />
      <td className={cell}>
        <Statement text={textOf(row, 'statement')} />
      </td>
    </tr>
  );
};
