import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { PageHead } from '../../components/page/PageHead.tsx';
import { systemsQuery } from '../../fetch/systems.ts';
import { readTimeRange } from '../../url/time-range.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { SystemFilters } from './SystemFilters.tsx';
import { SystemsList } from './SystemsList.tsx';
import { readSystemsSearch, systemsFilter } from './systems-search.ts';

const route = getRouteApi('/systems');

/** What runs depend on: one list. The address holds what it is narrowed to, its order and its time. */
export const SystemsPage = () => {
  const search = route.useSearch({ select: readSystemsSearch });
  const range = readTimeRange({ ...search });
  const navigate = useNavigate({ from: '/systems' });
  const query = useInfiniteQuery(systemsQuery(systemsFilter(search), range));
  const [first] = query.data?.pages ?? [];
  const sentence = useSentence(first?.sentenceParts ?? []);
  const onChange = (change: Readonly<Record<string, string | undefined>>, isTyped = false) =>
    void navigate({
      search: (before) => readSystemsSearch({ ...before, ...change }),
      resetScroll: false,
      replace: isTyped,
    });
  const waiting = query.isError ? 'The systems could not be read.' : 'Reading the systems …';
  return (
    <>
      <PageHead tab="Systems" title={sentence || <span className="text-dim">{waiting}</span>}>
        <SystemFilters search={search} range={range} kinds={first?.kinds} onChange={onChange} />
      </PageHead>
      <SystemsList query={query} search={search} range={range} onChange={onChange} />
    </>
  );
};
