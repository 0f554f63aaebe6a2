import { useQuery } from '@tanstack/react-query';
import { databasesQuery } from '../../../fetch/queries.ts';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../../components/answer/Notice.tsx';
import { DatabaseTable } from './DatabaseTable.tsx';
import { HowTo } from '../HowTo.tsx';
import { NoDatabases } from './NoDatabases.tsx';

/** Unhealthy ones first. `isAlone`: no other kind of system is shown, so that it needs no head. */
export const Databases = ({ isAlone }: { isAlone: boolean }) => {
  const query = useQuery(databasesQuery());
  return (
    <section aria-label="Databases">
      {isAlone ? null : <h2 className="pb-2 text-name">Databases</h2>}
      <Awaited query={query} what="The databases" loading={<LoadingRows rows={3} height={73} what="the databases" />}>
        {({ items }) =>
          items.length === 0 ? (
            isAlone ? (
              <NoDatabases />
            ) : (
              <HowTo kind="database">The server checks the databases its configuration names.</HowTo>
            )
          ) : (
            <DatabaseTable databases={items.toSorted((a, b) => a.urgency - b.urgency)} />
          )
        }
      </Awaited>
    </section>
  );
};
