import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { apisQuery } from '../../fetch/external-apis.ts';
import { readApiRange } from '../../external-apis/api-range.ts';
import { RangeSelect } from '../../external-apis/RangeSelect.tsx';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { ApiTable } from './ApiTable.tsx';
import { NoApis } from './NoApis.tsx';

const route = getRouteApi('/apis');

export const ApisPage = () => {
  const range = route.useSearch({ select: readApiRange });
  const navigate = useNavigate({ from: '/apis' });
  const query = useQuery(apisQuery(range));
  const error = useShownError(query);
  const items = query.data?.items ?? [];
  const sentence = useSentence(query.data?.sentenceParts ?? []);
  const isEmpty = query.data !== undefined && items.length === 0;
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
        {(list) =>
          list.items.length === 0 ? (
            <NoApis />
          ) : (
            <ApiTable apis={list.items.toSorted((a, b) => a.urgency - b.urgency)} range={range} />
          )
        }
      </Awaited>
    </>
  );
};
