import type { SampledDatabase, DatabaseStatus } from '@sightglass/model/rest';
import type { UseQueryResult } from '@tanstack/react-query';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { Copyable } from '../../../components/page/Copyable.tsx';
import { Ago } from '../../../components/time/Timestamp.tsx';
import { EmptyNotice, LoadingRows } from '../../../components/answer/Notice.tsx';
import { Blocking } from './Blocking.tsx';
import { LatestStatements } from './LatestStatements.tsx';
import { Load } from './Load.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { Sessions, Waits } from './SessionCounts.tsx';
import { Tables } from './Tables.tsx';
import { Transactions } from './Transactions.tsx';
import { unavailableWords } from '../../../words/unavailable-words.ts';

interface Props {
  readonly database: DatabaseStatus;
  readonly query: UseQueryResult<SampledDatabase>;
}

/** Sessions and locks of the latest sample, or why there is none. */
export const Inside = ({ database, query }: Props) => {
  const { name, sampleMs, sampledAt, state } = database;
  if (sampleMs === null) return <NotSampled name={name} />;
  if (sampledAt === null) {
    return (
      <Part title="Inside">
        <EmptyNotice title="The first sample is being taken.">
          {state === 'up' ? 'It takes a few seconds.' : 'It comes as soon as the database answers.'}
        </EmptyNotice>
      </Part>
    );
  }
  return (
    <Awaited query={query} what="The sample" loading={<LoadingRows rows={6} height={32} what="the sample" />}>
      {(sample) => <Sections database={database} sample={sample} />}
    </Awaited>
  );
};

const Sections = ({ database, sample }: { database: DatabaseStatus; sample: SampledDatabase }) => {
  const { sections, unavailable } = sample;
  return (
    <>
      <Load database={database} sample={sample} />
      {sections.blockers?.length === 0 ? <Blocking rows={[]} runs={[]} /> : null}
      {sections.transactions === undefined ? null : <Transactions rows={sections.transactions} runs={sample.runs} />}
      <div className="grid gap-x-12 md:grid-cols-2">
        {sections.waits === undefined ? null : <Waits rows={sections.waits} />}
        {sections.sessions === undefined ? null : <Sessions rows={sections.sessions} />}
      </div>
      {sections.tables === undefined ? null : <Tables database={database} rows={sections.tables} />}
      {sections.statements === undefined ? null : <LatestStatements rows={sections.statements} />}
      <Unavailable unavailable={unavailable} sampledAt={sample.sampledAt} />
    </>
  );
};

const Unavailable = ({ unavailable, sampledAt }: Pick<SampledDatabase, 'unavailable' | 'sampledAt'>) => (
  <footer className="mt-10 text-dim">
    <p>
      Sampled <Ago at={sampledAt} />.
    </p>
    {unavailableWords(unavailable).map((sentence) => (
      <p key={sentence} className="max-w-[100ch]">
        {sentence}
      </p>
    ))}
  </footer>
);

const NotSampled = ({ name }: { name: string }) => (
  <Part title="Inside">
    <EmptyNotice title="Session and lock sampling is off for this database.">
      <p className="mb-3">
        Set how often to sample it in the configuration, to see locks, open transactions, waits, load and the growth of
        tables here. The login needs to read only: GRANT pg_monitor, or GRANT VIEW SERVER STATE.
      </p>
      <Copyable label="Sample every five minutes" text={`  - name: ${name}\n    sample: 5m`} />
    </EmptyNotice>
  </Part>
);
