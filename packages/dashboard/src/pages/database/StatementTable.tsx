import type { DatabaseStatement } from '@sightglass/model/api';
import { Link } from '@tanstack/react-router';
import { FigureCell } from '../../components/FigureCell.tsx';
import { cell, headCell, headFigure, tableClass } from '../../components/table.ts';
import { useRowWindow } from '../../components/use-row-window.ts';
import { WindowGap } from '../../components/WindowGap.tsx';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { Statement } from './Statement.tsx';

const heads = ['Calls', 'Errors', 'In all', 'Mean', 'Slowest', 'Rows'];

/** Statements by fingerprint; of many only those in view exist. */
export const StatementTable = ({ statements }: { statements: readonly DatabaseStatement[] }) => {
  const { isWindowed, frame, frameProps, tableProps, measureRow, indexes, above, below } = useRowWindow(
    statements.length,
  );
  return (
    <div ref={frame} {...frameProps} aria-label={isWindowed ? 'Statements, scrollable' : undefined}>
      <table className={tableClass} {...tableProps}>
        <caption className="sr-only">Statements by fingerprint, those that took the most time first</caption>
        <thead className={`bg-paper ${isWindowed ? 'sticky top-0 z-1' : ''}`}>
          <tr>
            <th className={headCell}>Statement</th>
            {heads.map((head) => (
              <th key={head} className={headFigure}>
                {head}
              </th>
            ))}
            <th className={headCell}>Last run</th>
          </tr>
        </thead>
        <tbody>
          <WindowGap height={above} />
          {indexes.map((index) => {
            const one = statements[index];
            if (one === undefined) return null;
            return (
              <tr key={one.fingerprint} ref={measureRow} data-index={index} className="hover:bg-raised">
                <th scope="row" className={cell}>
                  <Statement text={one.text === '' ? one.summary : one.text} width="max-w-[72ch]" />
                </th>
                <FigureCell name="Calls" value={one.calls} format={formatCount} />
                <FigureCell name="Errors" value={one.errors} format={formatCount} loud="text-bad" />
                <FigureCell name="In all" value={one.durationMs} format={formatDuration} />
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
            );
          })}
          <WindowGap height={below} />
        </tbody>
      </table>
    </div>
  );
};
