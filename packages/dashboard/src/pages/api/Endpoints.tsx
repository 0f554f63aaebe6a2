import type { ApiDetail } from '@sightglass/model/api';
import { sayErrors } from '../../apis/error-words.ts';
import { FigureCell } from '../../components/FigureCell.tsx';
import { Part } from '../../components/Part.tsx';
import { cell, headCell, headFigure, tableClass } from '../../components/table.ts';
import { useRowWindow } from '../../components/use-row-window.ts';
import { WindowGap } from '../../components/WindowGap.tsx';
import { formatDuration } from '../../format/duration.ts';
import { countOf, formatCount, formatShare } from '../../format/number.ts';

const heads = ['Requests', 'Available', 'Failed', 'p50', 'p95', 'p99', 'Quota left'];

/** Each endpoint by its template, those asked most first. */
export const Endpoints = ({ api: { endpoints } }: { api: ApiDetail }) => {
  const { isWindowed, frame, frameProps, tableProps, measureRow, indexes, above, below } = useRowWindow(
    endpoints.length,
  );
  if (endpoints.length === 0) return null;
  return (
    <Part title="Endpoints" note={countOf(endpoints.length, 'endpoint')}>
      <div ref={frame} {...frameProps} aria-label={isWindowed ? 'Endpoints, scrollable' : undefined}>
        <table className={tableClass} {...tableProps}>
          <caption className="sr-only">Endpoints, those asked most first</caption>
          <thead className={`bg-paper ${isWindowed ? 'sticky top-0 z-1' : ''}`}>
            <tr>
              <th className={headCell}>Endpoint</th>
              {heads.map((head) => (
                <th key={head} className={headFigure}>
                  {head}
                </th>
              ))}
              <th className={`${headCell} w-1/4`}>Failed by class</th>
            </tr>
          </thead>
          <tbody>
            <WindowGap height={above} />
            {indexes.map((index) => {
              const one = endpoints[index];
              if (one === undefined) return null;
              const why = sayErrors(one.errors);
              return (
                <tr key={one.endpoint} ref={measureRow} data-index={index} className="hover:bg-raised">
                  <th
                    scope="row"
                    className={`${cell} max-w-[44ch] truncate font-mono text-second`}
                    title={one.endpoint}
                  >
                    {one.endpoint}
                  </th>
                  <FigureCell name="Requests" value={one.requests} format={formatCount} />
                  <FigureCell name="Available" value={one.availability} format={formatShare} />
                  <FigureCell name="Failed" value={one.failed} format={formatCount} loud="text-bad" />
                  <FigureCell name="p50" value={one.durationMs?.p50} format={formatDuration} />
                  <FigureCell name="p95" value={one.durationMs?.p95} format={formatDuration} />
                  <FigureCell name="p99" value={one.durationMs?.p99} format={formatDuration} />
                  <FigureCell name="Quota left" value={one.quota?.remaining} format={formatCount} />
                  <td
                    className={`${cell} max-w-[40ch] truncate text-dim`}
                    title={why}
                    data-nothing={why === '' || undefined}
                  >
                    {why}
                  </td>
                </tr>
              );
            })}
            <WindowGap height={below} />
          </tbody>
        </table>
      </div>
    </Part>
  );
};
