import type { ApiDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { apiQuery } from '../../fetch/external-apis.ts';
import { RequestError } from '../../fetch/client.ts';
import { readApiRange, type ApiRange } from '../../external-apis/api-range.ts';
import { apiState } from '../../external-apis/api-state.ts';
import { ApiGlyph } from '../../external-apis/ApiGlyph.tsx';
import { RangeSelect } from '../../external-apis/RangeSelect.tsx';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useTicking } from '../../components/time/use-now.ts';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { apiSentence } from '../../words/api-sentence.ts';
import { readApiSearch, type ApiSearch } from './api-search.ts';
import { ApiView } from './ApiView.tsx';
import { Isolation } from './isolation/Isolation.tsx';

const route = getRouteApi('/apis/$name');

export const ApiPage = () => {
  const { name } = route.useParams();
  const { objective, ...range } = route.useSearch({ select: readApiSearch });
  const navigate = useNavigate({ from: '/apis/$name' });
  const query = useQuery(apiQuery(name, range, objective));
  const error = useShownError(query);
  const isUnknown = query.data === undefined && error instanceof RequestError && error.status === 404;
  const go = (next: ApiSearch) => void navigate({ search: next, resetScroll: false });
  const keepObjective = objective === undefined ? {} : { objective };
  const controls = (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      <RangeSelect range={range} onChange={(next) => go({ ...next, ...keepObjective })} />
      {query.data === undefined ? null : <Isolation api={query.data} />}
    </div>
  );
  return (
    <>
      {query.data === undefined ? (
        <PageHead
          tab={name}
          title={isUnknown ? `${name} was not called in that time.` : name}
          above={<Above name={name} />}
        >
          {controls}
        </PageHead>
      ) : (
        <Head api={query.data} range={range}>
          {controls}
        </Head>
      )}
      {isUnknown ? (
        <EmptyNotice title={error.message}>
          Choose a longer time, or see{' '}
          <Link to="/apis" className="link">
            all APIs
          </Link>
          . Names are those that pipelines and the configuration use.
        </EmptyNotice>
      ) : (
        <Awaited query={query} what="The API" loading={<LoadingRows rows={12} height={32} what="the API" />}>
          {(api) => (
            <ApiView
              api={api}
              range={range}
              chosenObjective={objective}
              onObjective={(next) => go({ ...range, ...(next === undefined ? {} : { objective: next }) })}
            />
          )}
        </Awaited>
      )}
    </>
  );
};

const Head = ({ api, range, children }: { api: ApiDetail; range: ApiRange; children: React.ReactNode }) => {
  const sentence = useTicking((now) => apiSentence(api, range, now));
  const state = useTicking((now) => apiState(api, now));
  return (
    <PageHead tab={api.name} title={sentence} above={<Above name={api.name} glyph={<ApiGlyph state={state} said />} />}>
      {children}
    </PageHead>
  );
};

const Above = ({ name, glyph }: { name: string; glyph?: React.ReactNode }) => (
  <p className="flex items-center gap-2">
    {glyph}
    <Link to="/apis" search={readApiRange} className="hover:underline">
      APIs
    </Link>
    <span aria-hidden="true">/</span>
    <span className="truncate font-strong text-ink">{name}</span>
  </p>
);
