import { failureWords } from '@sightglass/model';
import type { ApiDetail } from '@sightglass/model/rest';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { NameCell } from '../../../components/table/NameCell.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatDuration } from '../../../format/duration.ts';
import { countOf, formatCount, formatShare } from '../../../format/number.ts';

const heads = ['Requests', 'Available', 'Failed', 'p50', 'p95', 'p99', 'Quota left'];

/** Each endpoint by its template, those with the most requests first. */
export const Endpoints = ({ api: { endpoints } }: { api: ApiDetail }) => {
  if (endpoints.length === 0) return null;
  return (
    <Part title="Endpoints" note={countOf(endpoints.length, 'endpoint')}>
      <LongTable
        caption="Endpoints, those with the most requests first"
        rows={endpoints}
        head={
          <HeadRow columns={['Endpoint', ...figureColumns(...heads), { name: 'Failed by class', width: 'w-1/4' }]} />
        }
        row={(one, attributes) => {
          const why = failureWords(one.errors);
          return (
            <tr key={one.endpoint} {...attributes} className="hover:bg-raised">
              <NameCell name={one.endpoint} extraClass="max-w-[44ch] font-mono text-second" />
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
        }}
      />
    </Part>
  );
};
