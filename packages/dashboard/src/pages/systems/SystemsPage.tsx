import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { PageHead } from '../../components/page/PageHead.tsx';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { apisQuery } from '../../fetch/external-apis.ts';
import { databasesQuery } from '../../fetch/queries.ts';
import { spans, usualSpan } from '../../url/time-range.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { Apis } from './apis/Apis.tsx';
import { Databases } from './databases/Databases.tsx';
import { readSystemsSearch, type SystemKind, type SystemsSearch } from './systems-search.ts';

const route = getRouteApi('/systems');

const kinds: readonly (readonly [name: string, kind: SystemKind | undefined])[] = [
  ['All', undefined],
  ['Databases', 'database'],
  ['APIs', 'api'],
];

/** What runs depend on. The address says which kind, and which time. */
export const SystemsPage = () => {
  const search = route.useSearch({ select: readSystemsSearch });
  const { kind, ...range } = search;
  const navigate = useNavigate({ from: '/systems' });
  const go = (next: SystemsSearch) => void navigate({ search: next, resetScroll: false });
  const sentence = useSystemsSentence(search);
  return (
    <>
      <PageHead tab="Systems" title={sentence}>
        <div className="mt-4 flex flex-wrap gap-2">
          {kinds.map(([name, each]) => (
            <button
              key={name}
              type="button"
              className="control"
              aria-pressed={kind === each}
              onClick={() => go({ ...(each === undefined ? {} : { kind: each }), ...range })}
            >
              {name}
            </button>
          ))}
          {kind === 'database' ? null : (
            <RangeSelect
              range={range}
              usual={usualSpan}
              spans={spans}
              onChange={(next) => go({ ...(kind === undefined ? {} : { kind }), ...next })}
            />
          )}
        </div>
      </PageHead>
      {kind === 'api' ? null : <Databases isAlone={kind === 'database'} />}
      {kind === 'database' ? null : <Apis isAlone={kind === 'api'} range={range} />}
    </>
  );
};

/** The sentences of the kinds that are shown. */
const useSystemsSentence = ({ kind, ...range }: SystemsSearch): React.ReactNode => {
  const databases = useQuery({ ...databasesQuery(), enabled: kind !== 'api' });
  const apis = useInfiniteQuery({ ...apisQuery(range), enabled: kind !== 'database' });
  const [firstPage] = apis.data?.pages ?? [];
  const parts = [
    kind === 'api' ? [] : partsOf(databases.data, 'No database is watched yet.'),
    kind === 'database' ? [] : partsOf(firstPage, 'No API was called in that time.'),
  ].filter((each) => each.length > 0);
  const sentence = useSentence(parts.flatMap((each, index) => (index === 0 ? each : [' ', ...each])));
  const hasFailed = databases.isError || apis.isError;
  return (
    sentence || (
      <span className="text-dim">{hasFailed ? 'The systems could not be read.' : 'Reading the systems …'}</span>
    )
  );
};

interface Answer {
  readonly items: readonly unknown[];
  readonly sentenceParts: Parameters<typeof useSentence>[0];
}

const partsOf = (answer: Answer | undefined, none: string): Answer['sentenceParts'] => {
  if (answer === undefined) return [];
  return answer.items.length === 0 ? [none] : answer.sentenceParts;
};
