import type { System, SystemList } from '@sightglass/model/rest';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { Downloads } from '../../components/table/Downloads.tsx';
import { WaitingRows } from '../../components/table/WaitingRows.tsx';
import { useSteadyRows } from '../../components/table/use-steady-rows.ts';
import { apiUrl } from '../../fetch/client.ts';
import { formatCount } from '../../format/number.ts';
import { rangeParams, type TimeRange } from '../../url/time-range.ts';
import { HowTo } from './HowTo.tsx';
import { NoSystems } from './NoSystems.tsx';
import { systemKeyOf, SystemTable } from './SystemTable.tsx';
import { type SystemsSearch, systemsFilter } from './systems-search.ts';

interface Props {
  readonly query: UseInfiniteQueryResult<InfiniteData<SystemList>>;
  readonly search: SystemsSearch;
  readonly range: TimeRange;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

/** The rows stay where they are while they are pointed at. */
export const SystemsList = ({ query, search, range, onChange }: Props) => {
  const filter = systemsFilter(search);
  const fresh = useMemo(() => onceEach(query.data?.pages.flatMap(({ items }) => items) ?? []), [query.data]);
  const listKey = JSON.stringify([filter, range, query.isPlaceholderData]);
  const { rows, waiting, frame, show } = useSteadyRows(fresh, systemKeyOf, listKey);
  const total = query.data?.pages[0]?.total ?? rows.length;
  return (
    <Awaited query={query} what="The systems" loading={<LoadingRows rows={8} height={56} what="the systems" />}>
      {() => {
        if (rows.length === 0)
          return search.find === undefined ? (
            <NoSystems kind={search.kind} />
          ) : (
            <EmptyNotice title="No system matches.">
              <button type="button" className="control mt-1 text-ink" onClick={() => onChange({ find: undefined })}>
                Show all
              </button>
            </EmptyNotice>
          );
        return (
          <>
            <WaitingRows waiting={waiting} onShow={show}>
              {formatCount(waiting)} moved up: show
            </WaitingRows>
            <div ref={frame}>
              <SystemTable systems={rows} range={range} sort={search.sort} onSort={(sort) => onChange({ sort })} />
            </div>
            <div className="flex flex-wrap items-baseline gap-x-4">
              <ShowMore query={query}>
                Show more: {formatCount(rows.length)} of {formatCount(Math.max(total, rows.length))} systems
              </ShowMore>
              <Downloads
                href={(format) =>
                  apiUrl('system-export', { kind: filter.kind, search: filter.search, ...rangeParams(range), format })
                }
              />
            </div>
            {search.kind === undefined ? <NotListed kinds={query.data?.pages[0]?.kinds} /> : null}
          </>
        );
      }}
    </Awaited>
  );
};

/** While a page is read the order changes, so one may come twice. */
const onceEach = (systems: readonly System[]): readonly System[] => [
  ...new Map(systems.map((system) => [systemKeyOf(system), system])).values(),
];

/** What the list cannot know, and how more of it comes to be known. */
const NotListed = ({ kinds }: { readonly kinds: SystemList['kinds'] | undefined }) => (
  <div className="mt-6 grid gap-2 text-second">
    <p className="max-w-[84ch] text-dim">
      A database is listed once the configuration names it; an API, a file store and a host once a run of this time has
      used it. Of what is not listed nothing is known.
    </p>
    {kinds?.database === 0 ? <HowTo kind="database">No database is watched yet.</HowTo> : null}
    {kinds?.api === 0 ? <HowTo kind="api">No API was called or probed in this time.</HowTo> : null}
  </div>
);
