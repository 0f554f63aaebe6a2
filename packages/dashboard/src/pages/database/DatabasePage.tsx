import type { SampledDatabase, DatabaseStatus } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { databaseSampleQuery, databaseQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { HealthGlyph } from '../../components/glyph/HealthGlyph.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Trail } from '../../components/page/Trail.tsx';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { readTimeRange, spans, type TimeRange, usualSpan } from '../../url/time-range.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { Checks } from './checks/Checks.tsx';
import { Blocking } from './sample/Blocking.tsx';
import { DatabaseHistory } from './history/DatabaseHistory.tsx';
import { DatabaseFacts } from './DatabaseFacts.tsx';
import { DatabaseFailure } from './checks/DatabaseFailure.tsx';
import { Inside } from './sample/Inside.tsx';
import { Pools } from './work/Pools.tsx';
import { Work } from './work/Work.tsx';

const route = getRouteApi('/databases/$name');

export const DatabasePage = () => {
  const { name } = route.useParams();
  const range = route.useSearch({ select: readTimeRange });
  const query = useQuery(databaseQuery(name));
  const sample = useQuery(databaseSampleQuery(name, query.data?.sampledAt ?? null));
  return (
    <>
      {query.data === undefined ? (
        <PageHead tab={name} title={name} above={<DatabasesLink range={range} />} />
      ) : (
        <Head database={query.data} range={range} />
      )}
      <Awaited query={query} what="The database" loading={<LoadingRows rows={12} height={32} what="the database" />}>
        {(database) => (
          <>
            <DatabaseFacts database={database} />
            <DatabaseFailure report={database.lastCheck} />
            {isBlocked(sample.data) ? <Blocking rows={sample.data.sections.blockers} runs={sample.data.runs} /> : null}
            <DatabaseHistory name={name} range={range} />
            <Checks checks={database.recentChecks} />
            <Inside database={database} query={sample} />
            <Work name={name} range={range} />
            <Pools database={database} />
          </>
        )}
      </Awaited>
    </>
  );
};

type BlockedSample = SampledDatabase & { readonly sections: Required<Pick<SampledDatabase['sections'], 'blockers'>> };

/** Trouble comes before figures: blockers stand above the rest only when there are any. */
const isBlocked = (sample: SampledDatabase | undefined): sample is BlockedSample =>
  (sample?.sections.blockers ?? []).length > 0;

const DatabasesLink = ({ range }: { readonly range: TimeRange }) => (
  <Link to="/systems" search={{ kind: 'database', ...range }} className="hover:underline">
    Databases
  </Link>
);

const Head = ({ database, range }: { database: DatabaseStatus; range: TimeRange }) => {
  const navigate = useNavigate({ from: '/databases/$name' });
  const sentence = useSentence(database.sentenceParts);
  return (
    <PageHead
      tab={database.name}
      title={sentence}
      above={
        <Trail
          glyph={<HealthGlyph shown={database.shown} isNamed />}
          parent={<DatabasesLink range={range} />}
          name={database.name}
        />
      }
    >
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <RangeSelect
          range={range}
          usual={usualSpan}
          spans={spans}
          onChange={(next) => void navigate({ search: next, resetScroll: false })}
        />
      </div>
    </PageHead>
  );
};
