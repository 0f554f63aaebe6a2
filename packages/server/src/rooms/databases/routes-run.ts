import type { DatabaseErrorClass } from '@sightglass/model';
import { runDatabases, type RunDatabase } from '@sightglass/model/rest';
import type { NamedDatabase } from './named-databases.ts';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { DatabaseAddress } from './facts-work.ts';
import type { CountedWork, LockWait, Notable, OutcomeCount, RunDatabaseReader } from './facts-run.ts';
import { runAt, runAddresses } from '../runs/identity/addressed-run.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import { isSameDatabase } from './same-database.ts';
import { sumOf } from '../sum.ts';

interface RunDatabaseParts {
  readonly databases: readonly NamedDatabase[];
  readonly runs: Pick<RunReader, 'byIds'>;
  readonly runDatabases: RunDatabaseReader;
}

/** What a run did in databases. */
export const runDatabaseRoutes =
  ({ databases, runs, runDatabases: reader }: RunDatabaseParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const schema = {
      summary: 'Databases a run has used, with its statements, transactions, failures and waits',
      description: 'As observed by the SDK; a database that is not configured is listed without a name.',
      response: { 200: runDatabases },
    };
    for (const { path, params: address } of runAddresses('/databases'))
      app.get(path, { schema: { ...schema, params: address } }, async ({ params }) => {
        const run = await runAt(runs, params);
        const scope = { run, traceId: run.traceId ?? '', fromMs: run.startedAtMs, toMs: run.lastEventAtMs };
        const [counted, outcomes, notable, waits] = await Promise.all([
          reader.counted(scope),
          reader.outcomes(scope),
          reader.notable(scope),
          reader.lockWaits(scope),
        ]);
        return { items: counted.map((work) => databaseOf(work, { configured: databases, outcomes, notable, waits })) };
      });
    done();
  };

interface RunWork {
  readonly configured: readonly NamedDatabase[];
  readonly outcomes: readonly OutcomeCount[];
  readonly notable: readonly Notable[];
  readonly waits: readonly LockWait[];
}

const databaseOf = (work: CountedWork, { configured, outcomes, notable, waits }: RunWork): RunDatabase => {
  const isHere = (address: DatabaseAddress): boolean => isSameDatabase(address, work);
  const name = configured.find(isHere)?.name ?? null;
  const ended = outcomes.filter(isHere);
  const rolledBack = ended.filter(({ outcome }) => outcome === 'rolled-back');
  const records = notable.filter(isHere);
  const failedBy = (kind: DatabaseErrorClass): number =>
    sumOf(records, ({ of, errorClass, count }) => (of === 'statement' && errorClass === kind ? count : 0));
  const wait = waits.find((one) => one.name === name);
  return {
    ...work,
    name,
    slow: sumOf(records, ({ slow }) => slow),
    failures: records.flatMap(({ of, errorClass, count }) => (errorClass === '' ? [] : { of, errorClass, count })),
    lockTimeouts: failedBy('lock-timeout'),
    deadlocks: failedBy('deadlock'),
    committed: sumOf(ended, ({ outcome, transactions }) => (outcome === 'committed' ? transactions : 0)),
    rolledBack: sumOf(rolledBack, ({ transactions }) => transactions),
    rollbacks: rolledBack.map(({ reason, errorClass, transactions }) => ({ reason, errorClass, transactions })),
    waitedMs: wait?.waitedMs ?? 0,
    keptWaitingMs: wait?.keptWaitingMs ?? 0,
  };
};
