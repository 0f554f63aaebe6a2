import type { SampledDatabase, DatabaseStatus } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { databaseSampleQuery, databaseQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { HealthGlyph } from '../../components/glyph/HealthGlyph.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Trail } from '../../components/page/Trail.tsx';
import { useSentence } from '../../words/use-sentence.ts';
import { Checks } from './checks/Checks.tsx';
import { Blocking } from './sample/Blocking.tsx';
import { DatabaseFacts } from './DatabaseFacts.tsx';
import { DatabaseFailure } from './checks/DatabaseFailure.tsx';
import { Inside } from './sample/Inside.tsx';
import { Pools } from './work/Pools.tsx';
import { Work } from './work/Work.tsx';

const route = getRouteApi('/databases/$name');

export const DatabasePage = () => {
  const { name } = route.useParams();
  const query = useQuery(databaseQuery(name));
  const sample = useQuery(databaseSampleQuery(name, query.data?.sampledAt ?? null));
  return (
    <>
      {query.data === undefined ? <PageHead tab={name} title={name} /> : <Head database={query.data} />}
      <Awaited query={query} what="The database" loading={<LoadingRows rows={12} height={32} what="the database" />}>
        {(database) => (
          <>
            <DatabaseFacts database={database} />
            <DatabaseFailure report={database.lastCheck} />
            {isBlocked(sample.data) ? <Blocking rows={sample.data.sections.blockers} runs={sample.data.runs} /> : null}
            <Checks checks={database.recentChecks} />
            <Inside database={database} query={sample} />
            <Work name={name} />
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

const Head = ({ database }: { database: DatabaseStatus }) => {
  const sentence = useSentence(database.sentenceParts);
  return (
    <PageHead
      tab={database.name}
      title={sentence}
      above={
        <Trail
          glyph={<HealthGlyph shown={database.shown} isNamed />}
          parent={
            <Link to="/systems" search={{ kind: 'database' }} className="hover:underline">
              Databases
            </Link>
          }
          name={database.name}
        />
      }
    />
  );
};
