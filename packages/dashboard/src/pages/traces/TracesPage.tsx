import type { TraceHistogram } from '@sightglass/model/rest';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { Downloads } from '../../components/table/Downloads.tsx';
import { apiUrl } from '../../fetch/client.ts';
import { traceHistogramQuery, tracesQuery } from '../../fetch/explore.ts';
import { countOf } from '../../format/number.ts';
import { DurationMap } from './DurationMap.tsx';
import { DurationTable } from './DurationTable.tsx';
import { type SearchProps, TraceSearchBar } from './TraceSearchBar.tsx';
import { readTracesSearch, toTraceFilter, type TracesSearch } from './traces-search.ts';
import { TraceTable } from './TraceTable.tsx';

const route = getRouteApi('/traces');

/** All traces, by whichever program. The address holds the whole state. */
export const TracesPage = () => {
  const search = route.useSearch({ select: readTracesSearch });
  const navigate = useNavigate({ from: '/traces' });
  const client = useQueryClient();
  const [asOf, setAsOf] = useState(Date.now);
  const key = JSON.stringify(search);
  const filter = useMemo(() => toTraceFilter(JSON.parse(key) as TracesSearch, asOf), [key, asOf]);
  const traces = useInfiniteQuery(tracesQuery(filter, search.sort));
  const histogram = useQuery(traceHistogramQuery(filter, 90));
  useEffect(() => {
    document.title = 'Traces · Sightglass';
  }, []);
  const change: SearchProps['onChange'] = (next) => {
    setAsOf(Date.now());
    void client.invalidateQueries({ queryKey: ['traces', 'list'] });
    void navigate({ search: (before) => readTracesSearch({ ...before, ...next }), resetScroll: false });
  };
  const items = traces.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col pt-6">
      <h1 className="sr-only">Traces</h1>
      <TraceSearchBar search={search} onChange={change} />
      <Awaited query={histogram} what="The durations" loading={<div className="h-[196px]" />}>
        {(data) => (
          <>
            <DurationMap histogram={data} onNarrow={(to) => change({ last: undefined, ...to })} />
            <DurationTable histogram={data} />
          </>
        )}
      </Awaited>
      <section aria-label="Found traces" className={`mt-5 min-w-0 ${traces.isPlaceholderData ? 'opacity-60' : ''}`}>
        <ListHead histogram={histogram.data} search={search} onChange={change} />
        <Awaited query={traces} what="The traces" loading={<LoadingRows rows={12} height={32} what="the traces" />}>
          {() =>
            items.length === 0 ? (
              <NothingFound search={search} onChange={change} />
            ) : (
              <TraceTable traces={items} sort={search.sort ?? usualSort(search)} onSort={(sort) => change({ sort })} />
            )
          }
        </Awaited>
        <div className="flex flex-wrap items-baseline gap-x-4">
          <ShowMore query={traces}>{traces.isFetchingNextPage ? 'Reading more traces …' : 'Show more traces'}</ShowMore>
          {items.length === 0 ? null : (
            <Downloads href={(format) => apiUrl('trace-export', { ...filter, sort: search.sort, format })} />
          )}
        </div>
      </section>
    </div>
  );
};

const usualSort = ({ runId }: TracesSearch) => (runId === undefined ? 'newest' : 'oldest');

const sortNames = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  slowest: 'Slowest first',
  quickest: 'Quickest first',
};

const ListHead = ({
  histogram,
  search,
  onChange,
}: SearchProps & { readonly histogram: TraceHistogram | undefined }) => (
  <div className="flex min-h-8 flex-wrap items-center gap-3 pb-1">
    <p role="status" className="text-dim">
      {histogram === undefined ? '' : summaryOf(histogram)}
    </p>
    <button type="button" className="link" onClick={() => onChange({})}>
      Search again
    </button>
    {search.runId === undefined ? (
      <Link
        to="/span-rules"
        search={{
          ...(search.service !== undefined && { service: search.service }),
          ...(search.name !== undefined && { root: search.name }),
        }}
        className="link"
      >
        Make runs of these spans
      </Link>
    ) : null}
    <select
      aria-label="Order"
      className="control ml-auto px-2"
      value={search.sort ?? usualSort(search)}
      onChange={(event) => onChange({ sort: event.target.value })}
    >
      {Object.entries(sortNames).map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  </div>
);

const summaryOf = ({ buckets }: TraceHistogram): string => {
  const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  const errors = buckets.reduce((sum, bucket) => sum + bucket.errors, 0);
  return `${countOf(count, 'trace')}${errors === 0 ? '' : `, ${countOf(errors, 'trace')} with errors`}`;
};

const NothingFound = ({ search, onChange }: SearchProps) => {
  const { q, service, name, status, min, max, runId, pipeline, namespace } = search;
  const isNarrow = [q, service, name, status, min, max, runId, pipeline, namespace].some((part) => part !== undefined);
  return (
    <EmptyNotice title="No trace matches.">
      <p>
        {isNarrow
          ? 'One span must meet the whole search; outcome and duration are those of the trace.'
          : 'No program has sent spans of this time. Any OpenTelemetry exporter can: point it at this server.'}
      </p>
      <p className="mt-3 flex flex-wrap gap-2">
        {search.last === 'all' ? null : (
          <button
            type="button"
            className="control"
            onClick={() => onChange({ last: 'all', from: undefined, to: undefined })}
          >
            Search all time
          </button>
        )}
        {isNarrow ? (
          <button
            type="button"
            className="control"
            onClick={() =>
              onChange({
                q: undefined,
                service: undefined,
                name: undefined,
                status: undefined,
                min: undefined,
                max: undefined,
                runId: undefined,
                pipeline: undefined,
                namespace: undefined,
              })
            }
          >
            Clear the search
          </button>
        ) : null}
      </p>
    </EmptyNotice>
  );
};
