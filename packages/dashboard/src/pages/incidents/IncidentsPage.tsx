import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { incidentsQuery } from '../../fetch/incidents/read.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { IncidentFilters } from './IncidentFilters.tsx';
import { IncidentTable } from './IncidentTable.tsx';
import { Notifying } from './Notifying.tsx';
import { incidentsFilter, isNarrowed, readIncidentsSearch } from './incidents-search.ts';
import { withBase } from '../../url/base-path.ts';
import { useMemo } from 'react';
import { Downloads } from '../../components/table/Downloads.tsx';
import { useSteadyRows } from '../../components/table/use-steady-rows.ts';
import { WaitingRows } from '../../components/table/WaitingRows.tsx';
import { apiUrl } from '../../fetch/client.ts';
import { countOf } from '../../format/number.ts';
import { rangeParamsOrAll, readRangeOrAll } from '../../url/time-range.ts';

const route = getRouteApi('/incidents');

/** Trouble that people take care of as one: open ones first. The address holds what the list is narrowed to. */
export const IncidentsPage = () => {
  const search = route.useSearch({ select: readIncidentsSearch });
  const navigate = useNavigate({ from: '/incidents' });
  const range = readRangeOrAll({ ...search });
  const order = { sort: search.sort, order: search.order };
  const query = useInfiniteQuery(incidentsQuery({ ...incidentsFilter(search), ...order }, range));
  const [first] = query.data?.pages ?? [];
  const sentence = useSentence(first?.sentenceParts ?? []);
  const fresh = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const listKey = JSON.stringify([search, query.isPlaceholderData]);
  const { rows: incidents, waiting: newOnes, frame, show } = useSteadyRows(fresh, ({ no }) => String(no), listKey);
  const onChange = (change: Readonly<Record<string, string | undefined>>) =>
    void navigate({ search: (before) => readIncidentsSearch({ ...before, ...change }), resetScroll: false });
  const waiting = query.isError ? 'The incidents could not be read.' : 'Reading the incidents …';
  return (
    <>
      <PageHead tab="Incidents" title={sentence || <span className="text-dim">{waiting}</span>}>
        <Notifying />
        <IncidentFilters search={search} about={first} onChange={onChange} />
      </PageHead>
      <Awaited query={query} what="The incidents" loading={<LoadingRows rows={6} height={56} what="the incidents" />}>
        {() =>
          incidents.length > 0 ? (
            <>
              <WaitingRows waiting={newOnes} onShow={show}>
                {countOf(newOnes, 'new incident')}: show
              </WaitingRows>
              <div ref={frame}>
                <IncidentTable
                  incidents={incidents}
                  search={search}
                  onSort={(sort, turned) => onChange({ sort, order: turned })}
                />
              </div>
              <div className="flex flex-wrap items-baseline gap-x-4">
                <ShowMore query={query}>Show more</ShowMore>
                <Downloads
                  href={(format) =>
                    apiUrl('incident-export', { ...incidentsFilter(search), ...rangeParamsOrAll(range), format })
                  }
                />
              </div>
            </>
          ) : isNarrowed(search) || first?.isJudged === true ? (
            <NoIncidents isNarrowed={isNarrowed(search)} onShowAll={() => void navigate({ search: {} })} />
          ) : null
        }
      </Awaited>
    </>
  );
};

const NoIncidents = ({ isNarrowed, onShowAll }: { readonly isNarrowed: boolean; readonly onShowAll: () => void }) =>
  isNarrowed ? (
    <EmptyNotice title="No incident matches.">
      <button type="button" className="control mt-1 text-ink" onClick={onShowAll}>
        Show all
      </button>
    </EmptyNotice>
  ) : (
    <EmptyNotice title="There has been no incident.">
      One opens by itself when a run fails, is late or missing, when rows are missing, a contract fails, or a database
      is down.{' '}
      <a className="link" href={withBase('/docs/guides/incidents')}>
        What opens one
      </a>
    </EmptyNotice>
  );
