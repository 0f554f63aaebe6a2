import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Downloads } from '../../components/table/Downloads.tsx';
import { useSteadyRows } from '../../components/table/use-steady-rows.ts';
import { apiUrl } from '../../fetch/client.ts';
import { datasetsQuery } from '../../fetch/datasets.ts';
import { useSimulatedDatasets } from '../../fetch/use-simulated.ts';
import { countOf, formatCount } from '../../format/number.ts';
import { rangeParams, readTimeRange } from '../../url/time-range.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { DatasetFilters } from './DatasetFilters.tsx';
import { DatasetTable, keyOf } from './DatasetTable.tsx';
import { filterIn, orderIn, readDatasetsSearch } from './datasets-search.ts';
import { NoDatasets } from './NoDatasets.tsx';

const route = getRouteApi('/data');

/** What runs read and write. The address holds what it is narrowed to, and the order. */
export const DatasetsPage = () => {
  const search = route.useSearch({ select: readDatasetsSearch });
  const navigate = useNavigate({ from: '/data' });
  const range = readTimeRange({ ...search });
  const query = useInfiniteQuery(datasetsQuery({ ...filterIn(search), ...orderIn(search) }, range));
  const error = useShownError(query);
  const first = query.data?.pages[0];
  const fresh = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const { rows, waiting, frame, show } = useSteadyRows(fresh, keyOf, JSON.stringify([search, query.isPlaceholderData]));
  const isSimulated = useSimulatedDatasets(fresh);
  const about = fresh.find(({ needsAttention }) => needsAttention) ?? (fresh.length === 1 ? fresh[0] : undefined);
  const sentence = useSentence(first?.sentenceParts ?? []);
  const onChange = (change: Readonly<Record<string, string | undefined>>) =>
    void navigate({ search: (before) => readDatasetsSearch({ ...before, ...change }), resetScroll: false });
  return (
    <>
      <PageHead
        tab="Data"
        mark={about !== undefined && isSimulated(about) ? <Simulated /> : undefined}
        title={
          sentence || (
            <span className="text-dim">
              {error === null ? 'Reading the datasets …' : 'The datasets could not be read.'}
            </span>
          )
        }
      >
        <DatasetFilters search={search} namespaces={first?.namespaces} onChange={onChange} />
      </PageHead>
      <Awaited query={query} what="The datasets" loading={<LoadingRows rows={8} height={33} what="the datasets" />}>
        {() =>
          fresh.length === 0 ? (
            <NoDatasets search={search} range={range} onChange={onChange} />
          ) : (
            <>
              <p className="relative h-0" aria-live="polite">
                {waiting === 0 ? null : (
                  <button type="button" className="control absolute -translate-y-7 text-fluid" onClick={show}>
                    {countOf(waiting, 'new dataset')}: show
                  </button>
                )}
              </p>
              <div ref={frame}>
                <DatasetTable
                  datasets={rows}
                  search={search}
                  onSort={(sort, order) => onChange({ sort, order: order === undefined ? undefined : 'turned' })}
                />
              </div>
              <div className="flex flex-wrap items-baseline gap-x-4">
                <ShowMore query={query}>
                  Show more: {formatCount(rows.length)} of {formatCount(Math.max(first?.total ?? 0, rows.length))}{' '}
                  datasets
                </ShowMore>
                <Downloads
                  href={(format) => apiUrl('dataset-export', { ...filterIn(search), ...rangeParams(range), format })}
                />
              </div>
            </>
          )
        }
      </Awaited>
    </>
  );
};
