import type { DatabaseLook, Dependency } from '@sightglass/model/rest';
import type { UseQueryResult } from '@tanstack/react-query';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { Copyable } from '../../../components/page/Copyable.tsx';
import { Ago } from '../../../components/time/Timestamp.tsx';
import { EmptyNotice, LoadingRows } from '../../../components/answer/Notice.tsx';
import { Blocking } from './Blocking.tsx';
import { LatestStatements } from './LatestStatements.tsx';
import { Load } from './Load.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { Sessions } from './Sessions.tsx';
import { Tables } from './Tables.tsx';
import { Transactions } from './Transactions.tsx';
import { Waits } from './Waits.tsx';

interface Props {
  readonly database: Dependency;
  readonly query: UseQueryResult<DatabaseLook>;
}

/** What the latest look inside showed; why there is none. */
export const Inside = ({ database, query }: Props) => {
  const { name, sampleMs, sampledAt, state } = database;
  if (sampleMs === null) return <NotLookedInto name={name} />;
  if (sampledAt === null) {
    return (
      <Part title="Inside">
        <EmptyNotice title="The first look inside is under way.">
          {state === 'up' ? 'It takes a few seconds.' : 'It comes as soon as the database answers.'}
        </EmptyNotice>
      </Part>
    );
  }
  return (
    <Awaited query={query} what="The look inside" loading={<LoadingRows rows={6} height={32} what="the look inside" />}>
      {(look) => <Look database={database} look={look} />}
    </Awaited>
  );
};

const Look = ({ database, look }: { database: Dependency; look: DatabaseLook }) => {
  const { sections, unavailable } = look;
  return (
    <>
      <Load database={database} look={look} />
      {sections.blockers?.length === 0 ? <Blocking rows={[]} runs={[]} /> : null}
      {sections.transactions === undefined ? null : <Transactions rows={sections.transactions} runs={look.runs} />}
      <div className="grid gap-x-12 md:grid-cols-2">
        {sections.waits === undefined ? null : <Waits rows={sections.waits} />}
        {sections.sessions === undefined ? null : <Sessions rows={sections.sessions} />}
      </div>
      {sections.tables === undefined ? null : <Tables database={database} rows={sections.tables} />}
      {sections.statements === undefined ? null : <LatestStatements rows={sections.statements} />}
      <Unavailable unavailable={unavailable} sampledAt={look.sampledAt} />
    </>
  );
};

const Unavailable = ({ unavailable, sampledAt }: Pick<DatabaseLook, 'unavailable' | 'sampledAt'>) => (
  <footer className="mt-10 text-dim">
    <p>
      Looked inside <Ago at={sampledAt} />.
    </p>
    {Object.entries(unavailable).map(([section, why]) => (
      <p key={section} className="max-w-[100ch]">
        The database did not tell of its {section}: {why}
      </p>
    ))}
  </footer>
);

const NotLookedInto = ({ name }: { name: string }) => (
  <Part title="Inside">
    <EmptyNotice title="The server does not look inside this database.">
      <p className="mb-3">
        Locks, open transactions, waits, load and the growth of tables are shown here when its entry in the
        configuration says how often. The login needs to read only: pg_monitor, or VIEW SERVER STATE.
      </p>
      <Copyable label="Look inside every five minutes" text={`  - name: ${name}\n    sample: 5m`} />
    </EmptyNotice>
  </Part>
);
