import type { TraceHistogram } from '@sightglass/model/rest';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell } from '../../components/table/table.ts';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';

/** The map in figures: a row for each step of time in which traces began. */
export const DurationTable = ({ histogram }: { readonly histogram: TraceHistogram }) => {
  const rows = histogram.buckets.filter(({ count }) => count > 0);
  return rows.length === 0 ? null : (
    <details className="mt-2">
      <summary className="cursor-pointer text-second text-dim hover:text-ink">In figures</summary>
      <LongTable
        caption="How long traces took over time"
        rows={rows}
        head={<HeadRow columns={['Began', ...figureColumns('Traces', 'With errors', 'p50', 'p95', 'Longest')]} />}
        row={(bucket, attributes) => (
          <tr key={bucket.at} {...attributes}>
            <th scope="row" className={cell}>
              <Timestamp at={bucket.at} />
            </th>
            <FigureCell name="Traces" value={bucket.count} format={formatCount} />
            <FigureCell name="With errors" value={bucket.errors} format={formatCount} loud="text-bad" />
            <FigureCell name="p50" value={bucket.p50Ms} format={formatDuration} />
            <FigureCell name="p95" value={bucket.p95Ms} format={formatDuration} />
            <FigureCell name="Longest" value={bucket.maxMs} format={formatDuration} />
          </tr>
        )}
      />
    </details>
  );
};
