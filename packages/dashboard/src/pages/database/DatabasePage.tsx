import type { DatabaseLook, Dependency } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { databaseLookQuery, databaseQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { HealthGlyph } from '../../components/glyph/HealthGlyph.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useTicking } from '../../components/time/use-now.ts';
import { databaseSentence } from '../../words/database-sentence.ts';
import { Attempts } from './checks/Attempts.tsx';
import { Blocking } from './sample/Blocking.tsx';
import { blockingTree } from './sample/blocking-tree.ts';
import { DatabaseFacts } from './DatabaseFacts.tsx';
import { DatabaseFailure } from './checks/DatabaseFailure.tsx';
import { Inside } from './sample/Inside.tsx';
import { Pools } from './work/Pools.tsx';
import { Work } from './work/Work.tsx';

const route = getRouteApi('/databases/$name');

export const DatabasePage = () => {
  const { name } = route.useParams();
  const query = useQuery(databaseQuery(name));
  const look = useQuery(databaseLookQuery(name, query.data?.sampledAt ?? null));
  return (
    <>
      {query.data === undefined ? (
        <PageHead tab={name} title={name} />
      ) : (
        <Head database={query.data} look={look.data} />
      )}
      <Awaited query={query} what="The database" loading={<LoadingRows rows={12} height={32} what="the database" />}>
        {(database) => (
          <>
            <DatabaseFacts database={database} />
            <DatabaseFailure report={database.lastCheck} />
            {isBlocked(look.data) ? <Blocking rows={look.data.sections.blockers} runs={look.data.runs} /> : null}
            <Attempts checks={database.recentChecks} />
            <Inside database={database} query={look} />
            <Work name={name} />
            <Pools database={database} />
          </>
        )}
      </Awaited>
    </>
  );
};

type BlockedLook = DatabaseLook & { readonly sections: Required<Pick<DatabaseLook['sections'], 'blockers'>> };

/** Trouble comes before figures: blockers stand above the rest only when there are any. */
const isBlocked = (look: DatabaseLook | undefined): look is BlockedLook => (look?.sections.blockers ?? []).length > 0;

const waitingIn = (look: DatabaseLook | undefined): number =>
  blockingTree(look?.sections.blockers ?? []).filter(({ depth }) => depth > 0).length;

const Head = ({ database, look }: { database: Dependency; look: DatabaseLook | undefined }) => {
  const waiting = waitingIn(look);
  const sentence = useTicking((now) => databaseSentence(database, waiting, now));
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
