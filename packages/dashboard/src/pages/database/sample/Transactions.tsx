import type { SampleRow, SessionRun } from '@sightglass/model/rest';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { cell, headCell, headFigure, tableClass } from '../../../components/table/table.ts';
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
      <table className={tableClass}>
        <caption className="sr-only">Open transactions, the oldest first</caption>
        <thead>
          <tr>
            <th className={headCell}>Session</th>
            <th className={headCell}>Works for</th>
            <th className={headCell}>State</th>
            <th className={headFigure}>Open for</th>
            <th className={headFigure}>Idle for</th>
            <th className={headCell}>Statement</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const application = textOf(row, 'application');
            return (
              <tr key={textOf(row, 'pid')} className="hover:bg-raised">
                <th scope="row" className={`${cell} whitespace-nowrap`}>
                  <span className="font-mono text-second">{textOf(row, 'pid')}</span>{' '}
                  <span className="text-dim">{textOf(row, 'login')}</span>
                </th>
                <td className={cell}>
                  <SessionName
                    application={application}
                    traceparent={textOf(row, 'traceparent') || application}
                    runs={runs}
                  />
                </td>
                <td className={cell}>{textOf(row, 'state')}</td>
                <FigureCell name="Open for" value={msOf(row, 'seconds_open')} format={formatDuration} />
                <FigureCell
                  name="Idle for"
                  value={msOf(row, 'seconds_idle')}
                  format={formatDuration}
                  loud="text-warn"
                />
                <td className={cell}>
                  <Statement text={textOf(row, 'statement')} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    )}
  </Part>
);
