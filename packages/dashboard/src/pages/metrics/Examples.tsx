import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Part } from '../../components/page/Part.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell, figureCell } from '../../components/table/table.ts';
import { Exactly } from '../../components/time/Timestamp.tsx';
import { metricPointsQuery } from '../../fetch/explore.ts';
import type { MetricSelection } from './metrics-search.ts';

interface Props {
  readonly selection: MetricSelection;
  readonly format: (value: number) => string;
}

const mostShown = 20;

interface Example {
  readonly traceId: string;
  readonly spanId: string | null;
}

const isFirstOfItsSpan = ({ traceId, spanId }: Example, index: number, all: readonly Example[]): boolean =>
  all.findIndex((other) => other.traceId === traceId && other.spanId === spanId) === index;

/** Values that were measured within a trace, the largest first; nothing where senders give none. */
export const Examples = ({ selection, format }: Props) => {
  const points = useQuery(metricPointsQuery(selection));
  const examples = (points.data?.items ?? [])
    .flatMap(({ exemplars, timestamp, service }) =>
      exemplars.flatMap(({ value, traceId, spanId }) =>
        traceId === null || value === null ? [] : [{ value, traceId, spanId, timestamp, service }],
      ),
    )
    .toSorted((a, b) => b.value - a.value)
    .filter(isFirstOfItsSpan)
    .slice(0, mostShown);
  if (examples.length === 0) return null;
  return (
    <Part title="Examples" note="values that were measured within a trace, the largest of the newest points">
      <LongTable
        caption="Examples with their traces"
        rows={examples}
        head={
          <HeadRow columns={[...figureColumns('Value'), 'Received', 'Service', { name: 'Trace', width: 'w-full' }]} />
        }
        row={({ value, traceId, spanId, timestamp, service }, attributes) => (
          <tr key={`${timestamp} ${traceId} ${spanId} ${value}`} {...attributes}>
            <td className={figureCell}>{format(value)}</td>
            <td className={cell}>
              <Exactly at={timestamp} />
            </td>
            <td className={`${cell} max-w-[28ch] truncate`}>{service}</td>
            <td className={cell}>
              <Link
                to="/traces/$traceId"
                params={{ traceId }}
                search={spanId === null ? {} : { span: spanId }}
                data-row
                className="link font-mono text-second"
              >
                {traceId.slice(0, 16)}
              </Link>
            </td>
          </tr>
        )}
      />
    </Part>
  );
};
