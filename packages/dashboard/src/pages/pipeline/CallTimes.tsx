import type { CallPerformance } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { cell, headCell, headFigure, tableClass } from '../../components/table/table.ts';
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

/** How much of a run is spent waiting for databases and APIs, as their programs counted, else as far as spans tell. */
export const CallTimes = ({ calls }: { calls: readonly CallPerformance[] }) => {
  if (calls.length === 0) return null;
  return (
    <div className="mt-6 overflow-x-auto">
      <table className={tableClass}>
        <caption className="sr-only">Databases and APIs</caption>
        <thead>
          <tr>
            <th className={headCell}>Databases and APIs</th>
            <th className={`${headCell} w-full`}>Share of the run</th>
            <th className={headFigure}>Share</th>
            <th className={headFigure}>Takes</th>
            <th className={headFigure}>Calls a run</th>
            <th className={headFigure}>Slowest 5 % of calls</th>
            <th className={headFigure}>Slowest</th>
            <th className={headFigure}>Failed</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <tr key={`${call.kind} ${call.target}`}>
              <th scope="row" className={`${cell} max-w-[36ch] truncate`} title={call.target}>
                <Target call={call} />
              </th>
              <td className={cell}>
                <ShareBar share={call.share} />
              </td>
              <FigureCell name="Share" value={call.share} format={formatShare} />
              <FigureCell name="Takes" value={call.busyMs} format={formatDuration} />
              <FigureCell name="Calls a run" value={call.callsPerRun} format={formatCount} />
              <FigureCell name="Slowest 5 % of calls" value={call.p95Ms} format={formatDuration} />
              <FigureCell name="Slowest" value={call.slowestMs} format={formatDuration} />
              <FigureCell name="Failed" value={call.failed} format={formatCount} loud="text-bad" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
