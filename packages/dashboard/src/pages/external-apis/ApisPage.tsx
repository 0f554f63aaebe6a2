import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { apisQuery } from '../../fetch/external-apis.ts';
import { readApiRange } from '../../external-apis/api-range.ts';
import { RangeSelect } from '../../external-apis/RangeSelect.tsx';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { formatCount } from '../../format/number.ts';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { ApiTable } from './ApiTable.tsx';
import { NoApis } from './NoApis.tsx';

const route = getRouteApi('/apis');

export const ApisPage = () => {
  const range = route.useSearch({ select: readApiRange });
  const navigate = useNavigate({ from: '/apis' });
  const query = useInfiniteQuery(apisQuery(range));
  const error = useShownError(query);
  // While a page is read calls go on, so an API may come twice.
  const items = new Map(query.data?.pages.flatMap((page) => page.items).map((api) => [api.name, api]));
  const sentence = useSentence(query.data?.pages[0]?.sentenceParts ?? []);
  const isEmpty = query.data !== undefined && items.size === 0;
  const waiting = error === null ? 'Reading the APIs …' : 'The APIs could not be read.';
  return (
    <>
      <PageHead
        tab="APIs"
        title={isEmpty ? 'No API was called in that time.' : sentence || <span className="text-dim">{waiting}</span>}
      >
        <div className="mt-4">
          <RangeSelect range={range} onChange={(next) => void navigate({ search: next })} />
        </div>
      </PageHead>
      <Awaited query={query} what="The APIs" loading={<LoadingRows rows={4} height={73} what="the APIs" />}>
        {() =>
          isEmpty ? (
            <NoApis />
          ) : (
            <ApiTable apis={[...items.values()].toSorted((a, b) => a.urgency - b.urgency)} range={range} />
          )
        }
      </Awaited>
      <ShowMore query={query}>
        Show more: {formatCount(items.size)} of {formatCount(query.data?.pages[0]?.total ?? 0)} APIs
      </ShowMore>
    </>
  );
};
