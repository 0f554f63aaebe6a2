import type { Dependency } from '@sightglass/model/api';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { databaseQuery } from '../../api/queries.ts';
import { Awaited } from '../../components/Awaited.tsx';
import { HealthGlyph } from '../../components/HealthGlyph.tsx';
import { LoadingRows } from '../../components/Notice.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { useTicking } from '../../components/use-now.ts';
import { databaseSentence } from '../../words/database-sentence.ts';
import { Attempts } from './Attempts.tsx';
import { DatabaseFacts } from './DatabaseFacts.tsx';
import { DatabaseFailure } from './DatabaseFailure.tsx';
import { Inside } from './Inside.tsx';

const route = getRouteApi('/databases/$name');

export const DatabasePage = () => {
  const { name } = route.useParams();
  const query = useQuery(databaseQuery(name));
  return (
    <>
      {query.data === undefined ? <PageHead tab={name} title={name} /> : <Head database={query.data} />}
      <Awaited query={query} what="The database" loading={<LoadingRows rows={12} height={32} what="the database" />}>
        {(database) => (
          <>
            <DatabaseFacts database={database} />
            <DatabaseFailure report={database.lastCheck} />
            <Attempts checks={database.recentChecks} />
            <Inside database={database} />
          </>
        )}
      </Awaited>
    </>
  );
};

const Head = ({ database }: { database: Dependency }) => {
  const sentence = useTicking((now) => databaseSentence(database, now));
  return (
    <PageHead
      tab={database.name}
      title={sentence}
      above={
        <p className="flex items-center gap-2">
          <HealthGlyph state={database.state} said />
          <Link to="/databases" className="hover:underline">
            Databases
          </Link>
          <span aria-hidden="true">/</span>
          <span className="truncate font-strong text-ink">{database.name}</span>
        </p>
      }
    />
  );
};
