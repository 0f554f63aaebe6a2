import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { logCountQuery, logsQuery } from '../../fetch/queries.ts';
import { rangeIn } from '../../components/time/use-choose-range.ts';
import { columnsIn, withColumn } from '../../logs/record-columns.ts';
import { withoutTerm, withTerm, termState } from '../../logs/query-terms.ts';
import { AroundView } from './AroundView.tsx';
import { Facets } from './Facets.tsx';
import { Histogram } from './Histogram.tsx';
import { LogResults } from './LogResults.tsx';
import { readLogsSearch, toLogFilter, type LogsSearch } from './logs-search.ts';
import { SearchBar } from './SearchBar.tsx';
import { TailView } from './TailView.tsx';

const route = getRouteApi('/logs');

/** Search over everything that was ever logged. The address holds the whole state. */
export const LogsPage = () => {
  const search = route.useSearch({ select: readLogsSearch });
  const navigate = useNavigate({ from: '/logs' });
  const client = useQueryClient();
  const [asOf, setAsOf] = useState(Date.now);
  const key = JSON.stringify(search);
  const filter = useMemo(() => toLogFilter(JSON.parse(key) as LogsSearch, asOf), [key, asOf]);
  const isTailing = search.tail === 'on';
  const isList = !isTailing && search.around === undefined;
  const logs = useInfiniteQuery({ ...logsQuery(filter, false), enabled: isList });
  const records = logs.data?.pages.flatMap((page) => page.items) ?? [];
  const count = useQuery({ ...logCountQuery(filter), enabled: isList });
  useEffect(() => {
    document.title = 'Logs · Sightglass';
  }, []);
  const change = (next: Partial<Record<keyof LogsSearch, string | undefined>>) => {
    setAsOf(Date.now());
    void client.invalidateQueries({ queryKey: ['logs'] });
    void navigate({ search: (before) => readLogsSearch({ ...before, ...next }) });
  };
  const addFilter = (name: string, value: string, negated: boolean) => {
    const query = search.q ?? '';
    const isSame = termState(query, name, value) === (negated ? 'excluded' : 'wanted');
    change({ q: isSame ? withoutTerm(query, name, value) : withTerm(query, name, value, negated) });
  };
  const toggleColumn = (key: string) =>
    void navigate({
      search: (before) => readLogsSearch({ ...before, columns: withColumn(search.columns, key) }),
      resetScroll: false,
    });
  return (
    <div className="flex flex-col pt-6">
      <h1 className="sr-only">Logs</h1>
      <SearchBar search={search} onChange={change} />
      {search.around !== undefined ? (
        <AroundView
          search={search}
          around={search.around}
          onFilter={(name, value, negated) => addFilter(name, value, negated)}
          onClose={() => window.history.back()}
        />
      ) : isTailing ? (
        <TailView
          filter={filter}
          query={search.q ?? ''}
          isWrapped={search.wrap === 'on'}
          columns={columnsIn(search.columns)}
          onFilter={addFilter}
          onStop={() => change({ tail: undefined })}
        />
      ) : (
        <>
          <Histogram filter={filter} onZoom={(times) => change({ ...rangeIn(times), last: undefined })} />
          <div className="mt-4 grid gap-x-10 md:grid-cols-[200px_minmax(0,1fr)]">
            <Facets
              filter={filter}
              records={records}
              query={search.q ?? ''}
              columns={columnsIn(search.columns)}
              onColumn={toggleColumn}
              onFilter={addFilter}
            />
            <LogResults
              logs={logs}
              count={count.data?.count}
              search={search}
              filter={filter}
              onFilter={addFilter}
              onColumn={toggleColumn}
              onChange={change}
            />
          </div>
        </>
      )}
    </div>
  );
};
