import type { ApiDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { apiQuery } from '../../fetch/external-apis.ts';
import { looksSimulated, useSimulated } from '../../fetch/use-simulated.ts';
import { RequestError } from '../../fetch/client.ts';
import { readTimeRange, spans, usualSpan } from '../../url/time-range.ts';
import { callsTo } from '../../external-apis/calls-to.ts';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { ApiGlyph } from '../../external-apis/ApiGlyph.tsx';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { Trail } from '../../components/page/Trail.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { useSentence } from '../../words/use-sentence.ts';
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
  return (
    <>
      <Head name={name} api={query.data} isUnknown={isUnknown}>
        <RangeSelect
          range={range}
          usual={usualSpan}
          spans={spans}
          onChange={(next) => go({ ...next, ...keepObjective })}
        />
        {query.data === undefined ? null : <Isolation api={query.data} />}
      </Head>
      {isUnknown ? (
        <Unknown why={error.message} />
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

const Unknown = ({ why }: { why: string }) => (
  <EmptyNotice title={why}>
    Choose a longer time, or see{' '}
    <Link to="/systems" search={{ kind: 'api' }} className="link">
      all APIs
    </Link>
    . Names are those that pipelines and the configuration use.
  </EmptyNotice>
);

interface HeadProps {
  readonly name: string;
  readonly api: ApiDetail | undefined;
  readonly isUnknown: boolean;
  /** Controls. */
  readonly children: React.ReactNode;
}

const Head = ({ name, api, isUnknown, children }: HeadProps) => {
  const waiting = isUnknown ? `${name} was not called in that time.` : name;
  const areSimulated = useSimulated(looksSimulated(name));
  const sentence = useSentence(api?.sentenceParts ?? [waiting]);
  const list = (
    <Link to="/systems" search={(search) => ({ kind: 'api', ...readTimeRange(search) })} className="hover:underline">
      APIs
    </Link>
  );
  return (
    <PageHead
      tab={name}
      title={sentence}
      mark={api !== undefined && areSimulated(callsTo(api)) ? <Simulated /> : undefined}
      above={
        <Trail glyph={api === undefined ? null : <ApiGlyph shown={api.shown} isNamed />} parent={list} name={name} />
      }
    >
      <div className="mt-4 flex flex-wrap items-center gap-2">{children}</div>
    </PageHead>
  );
};
