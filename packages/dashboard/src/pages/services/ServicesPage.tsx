import type { ServiceList } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { TextFilter } from '../../components/filter/TextFilter.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Downloads } from '../../components/table/Downloads.tsx';
import { useSteadyRows } from '../../components/table/use-steady-rows.ts';
import { WaitingRows } from '../../components/table/WaitingRows.tsx';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { apiUrl } from '../../fetch/client.ts';
import { servicesQuery } from '../../fetch/explore.ts';
import { countOf, formatCount } from '../../format/number.ts';
import { rangeParamsOrAll, readRangeOrAll, spansAndAll } from '../../url/time-range.ts';
import { HowToSend } from './HowToSend.tsx';
import { matchingServices, orderedServices, readServicesSearch, type ServicesSearch } from './services-search.ts';
import { ServiceTable } from './ServiceTable.tsx';

const route = getRouteApi('/services');

/** Who sends telemetry. The address holds what the list is narrowed to, and its order. */
export const ServicesPage = () => {
  const search = route.useSearch({ select: readServicesSearch });
  const navigate = useNavigate({ from: '/services' });
  const range = readRangeOrAll({ ...search });
  const query = useQuery(servicesQuery(range));
  const isOfAllTime = Object.keys(rangeParamsOrAll(range)).length === 0;
  const onChange = (change: Readonly<Record<string, string | undefined>>) =>
    void navigate({ search: (before) => readServicesSearch({ ...before, ...change }), resetScroll: false });
  return (
    <>
      <PageHead
        tab="Services"
        title={
          query.data === undefined ? <span className="text-dim">Services</span> : sentenceOf(query.data, isOfAllTime)
        }
      >
        {isOfAllTime && query.data?.total === 0 ? null : (
          <search aria-label="Services" className="mt-4 flex flex-wrap items-center gap-2">
            <TextFilter name="Find a service" value={search.find ?? ''} onChange={(find) => onChange({ find })} />
            <RangeSelect
              range={range}
              usual="all"
              spans={spansAndAll}
              onChange={({ last, from, to }) => onChange({ last, from, to })}
            />
          </search>
        )}
      </PageHead>
      <Awaited query={query} what="The services" loading={<LoadingRows rows={8} height={32} what="the services" />}>
        {(list) =>
          list.total === 0 && isOfAllTime ? (
            <HowToSend />
          ) : list.total === 0 ? (
            <EmptyNotice title="No service sent anything in this time.">
              <button
                type="button"
                className="control mt-1 text-ink"
                onClick={() => onChange({ last: undefined, from: undefined, to: undefined })}
              >
                All time
              </button>
            </EmptyNotice>
          ) : (
            <ServicesList list={list} search={search} onChange={onChange} />
          )
        }
      </Awaited>
    </>
  );
};

interface ListProps {
  readonly list: ServiceList;
  readonly search: ServicesSearch;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

/** The rows stay where they are while they are pointed at. */
const ServicesList = ({ list: { items, total }, search, onChange }: ListProps) => {
  const { find = '', sort, order } = search;
  const fresh = useMemo(
    () => orderedServices(matchingServices(items, find), { ...(sort && { sort }), ...(order && { order }) }),
    [items, find, sort, order],
  );
  const { rows, waiting, frame, show } = useSteadyRows(fresh, ({ service }) => service, JSON.stringify(search));
  if (rows.length === 0)
    return (
      <EmptyNotice title="No service has this in its name.">
        <button type="button" className="control mt-1 text-ink" onClick={() => onChange({ find: undefined })}>
          Show all
        </button>
      </EmptyNotice>
    );
  return (
    <>
      <WaitingRows waiting={waiting} onShow={show}>
        {countOf(waiting, 'new service')}: show
      </WaitingRows>
      <div ref={frame}>
        <ServiceTable services={rows} search={search} onSort={(by, turned) => onChange({ sort: by, order: turned })} />
      </div>
      <div className="flex flex-wrap items-baseline gap-x-4">
        <p className="pt-2 text-dim">
          Figures are of all that is stored.
          {total > items.length ? ` The ${formatCount(items.length)} that sent last of ${formatCount(total)}.` : ''}
        </p>
        <Downloads
          href={(format) =>
            apiUrl('service-export', {
              search: search.find,
              ...rangeParamsOrAll(readRangeOrAll({ ...search })),
              format,
            })
          }
        />
      </div>
    </>
  );
};

const sentenceOf = ({ total, items }: ServiceList, isOfAllTime: boolean): string => {
  const when = isOfAllTime ? '' : ' in this time';
  if (total === 0) return isOfAllTime ? 'No program has sent anything yet.' : 'No service sent anything in this time.';
  const failing = items.filter(({ spans }) => (spans?.errors ?? 0) > 0).length;
  const sent = `${countOf(total, 'service')} ${total === 1 ? 'has' : 'have'} sent telemetry${when}`;
  return failing === 0
    ? `${sent}.`
    : `${sent}; ${formatCount(failing)} ${failing === 1 ? 'has' : 'have'} spans that failed${isOfAllTime ? '' : ', whenever that was'}.`;
};
