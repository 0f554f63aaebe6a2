import { useInfiniteQuery } from '@tanstack/react-query';
import { apisQuery } from '../../../fetch/external-apis.ts';
import type { TimeRange } from '../../../url/time-range.ts';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../../components/answer/Notice.tsx';
import { ShowMore } from '../../../components/answer/ShowMore.tsx';
import { formatCount } from '../../../format/number.ts';
import { ApiTable } from './ApiTable.tsx';
import { HowTo } from '../HowTo.tsx';
import { NoApis } from './NoApis.tsx';

interface Props {
  readonly range: TimeRange;
  /** No other kind of system is shown, so that it needs no head. */
  readonly isAlone: boolean;
}

/** The worst first. */
export const Apis = ({ range, isAlone }: Props) => {
  const query = useInfiniteQuery(apisQuery(range));
  // While a page is read calls go on, so an API may come twice.
  const items = new Map(query.data?.pages.flatMap((page) => page.items).map((api) => [api.name, api]));
  return (
    <section aria-label="APIs" className={isAlone ? '' : 'mt-10'}>
      {isAlone ? null : <h2 className="pb-2 text-name">APIs</h2>}
      <Awaited query={query} what="The APIs" loading={<LoadingRows rows={4} height={73} what="the APIs" />}>
        {() =>
          items.size === 0 ? (
            isAlone ? (
              <NoApis />
            ) : (
              <HowTo kind="api">An API appears here once a run has called it, or the server probes it.</HowTo>
            )
          ) : (
            <ApiTable apis={[...items.values()].toSorted((a, b) => a.urgency - b.urgency)} range={range} />
          )
        }
      </Awaited>
      <ShowMore query={query}>
        Show more: {formatCount(items.size)} of {formatCount(query.data?.pages[0]?.total ?? 0)} APIs
      </ShowMore>
    </section>
  );
};
