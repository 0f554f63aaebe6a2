import { runStates, shownOfState } from '@sightglass/model';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { runsQuery } from '../../fetch/queries.ts';
import { RunsTable } from './RunsTable.tsx';
import { readRunsSearch, type RunsSearch } from './runs-search.ts';

const route = getRouteApi('/runs');

/** All runs of all pipelines. The address holds what they are narrowed to. */
export const RunsPage = () => {
  const search = route.useSearch({ select: readRunsSearch });
  const navigate = useNavigate({ from: '/runs' });
  const runs = useInfiniteQuery(runsQuery({ ...search, limit: 50 }));
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const show = ({ state: _before, ...search }: RunsSearch, state: RunsSearch['state']) =>
    void navigate({ search: { ...search, ...(state === undefined ? {} : { state }) }, resetScroll: false });
  return (
    <>
      <PageHead tab="Runs" title="All runs, the latest first.">
        <div className="mt-4 flex flex-wrap gap-2">
          {[undefined, ...runStates].map((state) => (
            <button
              key={state ?? 'all'}
              type="button"
              className="control"
              aria-pressed={search.state === state}
              onClick={() => show(search, state)}
            >
              {state === undefined ? 'All' : shownOfState(state).word}
            </button>
          ))}
        </div>
      </PageHead>
      <Awaited query={runs} what="The runs" loading={<LoadingRows rows={12} height={32} what="the runs" />}>
        {() => (items.length === 0 ? <EmptyNotice title="No run is known that is so." /> : <RunsTable runs={items} />)}
      </Awaited>
      <ShowMore query={runs}>{runs.isFetchingNextPage ? 'Reading older runs …' : 'Show older runs'}</ShowMore>
    </>
  );
};
