import type { Service, ServiceList } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { servicesQuery } from '../../fetch/explore.ts';
import { countOf, formatCount } from '../../format/number.ts';
import { HowToSend } from './HowToSend.tsx';
import { readServicesSearch } from './services-search.ts';
import { ServiceTable } from './ServiceTable.tsx';

const route = getRouteApi('/services');

/** Who sends telemetry. */
export const ServicesPage = () => {
  const { find = '' } = route.useSearch({ select: readServicesSearch });
  const navigate = useNavigate({ from: '/services' });
  const query = useQuery(servicesQuery());
  const shown = matching(query.data?.items ?? [], find);
  return (
    <>
      <PageHead
        tab="Services"
        title={query.data === undefined ? <span className="text-dim">Services</span> : sentenceOf(query.data)}
      >
        {(query.data?.items.length ?? 0) < 2 ? null : (
          <input
            data-search
            type="search"
            aria-label="Find a service"
            placeholder="Find a service"
            value={find}
            onChange={(event) =>
              void navigate({
                search: readServicesSearch({ find: event.target.value }),
                replace: true,
                resetScroll: false,
              })
            }
            className="control mt-4 w-72 max-w-full justify-start px-3"
          />
        )}
      </PageHead>
      <Awaited query={query} what="The services" loading={<LoadingRows rows={8} height={32} what="the services" />}>
        {({ items, total }) => {
          if (items.length === 0) return <HowToSend />;
          if (shown.length === 0) return <EmptyNotice title="No service has this in its name." />;
          return (
            <>
              <ServiceTable services={shown} />
              {total > items.length ? (
                <p className="pt-2 text-dim">
                  The {formatCount(items.length)} that sent last of {formatCount(total)}.
                </p>
              ) : null}
            </>
          );
        }}
      </Awaited>
    </>
  );
};

/** By a part of the name, namespace or environment. */
const matching = (services: readonly Service[], find: string): Service[] => {
  const wanted = find.trim().toLowerCase();
  return services.filter(({ service, namespaces, environments }) =>
    [service, ...namespaces, ...environments].some((name) => name.toLowerCase().includes(wanted)),
  );
};

const sentenceOf = ({ total, items }: ServiceList): string => {
  if (total === 0) return 'No program has sent anything yet.';
  const failing = items.filter(({ spans }) => (spans?.errors ?? 0) > 0).length;
  const sent = `${countOf(total, 'service')} ${total === 1 ? 'has' : 'have'} sent telemetry`;
  return failing === 0
    ? `${sent}.`
    : `${sent}; ${formatCount(failing)} ${failing === 1 ? 'has' : 'have'} spans that failed.`;
};
