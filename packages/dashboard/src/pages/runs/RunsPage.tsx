import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useNow } from '../../components/time/use-now.ts';
import { runCountsQuery, runVerdictsQuery } from '../../fetch/run-list.ts';
import { readTimeRange } from '../../url/time-range.ts';
import { CauseView } from './CauseView.tsx';
import { HourView } from './HourView.tsx';
import { OnlyCause } from './OnlyCause.tsx';
import { OnlySystem } from './OnlySystem.tsx';
import { OnlyHour } from './OnlyHour.tsx';
import { RunFilters } from './RunFilters.tsx';
import { RunList } from './RunList.tsx';
import { runsSentence } from './runs-sentence.ts';
import { filterIn, isFiltered, readRunsSearch } from './runs-search.ts';

const route = getRouteApi('/runs');
const minuteMs = 60_000;

/** All runs of all pipelines. The address holds what they are narrowed to, and their order. */
export const RunsPage = () => {
  const search = route.useSearch({ select: readRunsSearch });
  const navigate = useNavigate({ from: '/runs' });
  const range = readTimeRange({ ...search });
  const counts = useQuery(runCountsQuery(filterIn(search), range));
  const all = useQuery(runCountsQuery({}, range));
  const verdicts = useQuery(runVerdictsQuery({ ...filterIn(search), state: undefined }, range));
  const counted =
    search.only === undefined ? counts.data : counts.data && { ...counts.data, total: verdicts.data?.toCheck ?? 0 };
  const now = useNow(minuteMs);
  const onChange = (change: Readonly<Record<string, string | undefined>>) =>
    void navigate({ search: (before) => readRunsSearch({ ...before, ...change }), resetScroll: false });
  const waiting = counts.isError ? 'The runs could not be counted.' : 'Counting the runs …';
  return (
    <>
      <PageHead
        tab="Runs"
        title={
          counted === undefined || (search.only !== undefined && verdicts.data === undefined) ? (
            <span className="text-dim">{waiting}</span>
          ) : (
            runsSentence(counted, range, now, {
              areAll: !isFiltered(search),
              areGoingOn: search.system !== undefined,
              verdicts: verdicts.data,
            })
          )
        }
      >
        <RunFilters
          search={search}
          states={counts.data?.states}
          verdicts={verdicts.data}
          all={all.data}
          onChange={onChange}
        />
        {search.system === undefined ? null : <OnlySystem system={search.system} onChange={onChange} />}
        {search.cause === undefined ? null : <OnlyCause search={search} range={range} onChange={onChange} />}
        {search.hour === undefined ? null : <OnlyHour hour={search.hour} zone={search.zone} onChange={onChange} />}
      </PageHead>
      {search.groupBy === 'cause' ? (
        <CauseView search={search} range={range} />
      ) : search.groupBy === 'hour' ? (
        <HourView search={search} range={range} onChange={onChange} />
      ) : (
        <RunList search={search} range={range} total={counted?.total} onChange={onChange} />
      )}
    </>
  );
};
