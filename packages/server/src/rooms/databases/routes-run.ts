import type { DatabaseErrorClass } from '@sightglass/model';
import { type LockHolder, runDatabases, type RunDatabase, type SessionRun } from '@sightglass/model/rest';
import type { NamedDatabase } from './named-databases.ts';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { DatabaseAddress } from './facts-work.ts';
import type { CountedWork, HeldLock, LockWait, Notable, OutcomeCount, RunDatabaseReader } from './facts-run.ts';
import { runAt, runAddresses } from '../runs/identity/addressed-run.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import { runsOfSessions } from './session-runs.ts';
import { isSameDatabase } from './same-database.ts';
import { sumOf } from '../sum.ts';
import { reads } from '../../access/needs.ts';

interface RunDatabaseParts {
  readonly databases: readonly NamedDatabase[];
  readonly runs: Pick<RunReader, 'byIds' | 'byTraceIds'>;
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
      app.get(path, { config: reads, schema: { ...schema, params: address } }, async ({ params }) => {
        const run = await runAt(runs, params);
        const scope = { run, traceId: run.traceId ?? '', fromMs: run.startedAtMs, toMs: run.lastEventAtMs };
        const [counted, outcomes, notable, waits, held] = await Promise.all([
          reader.counted(scope),
          reader.outcomes(scope),
          reader.notable(scope),
          reader.lockWaits(scope),
          reader.lockHolders(scope),
        ]);
        const holders = await runsOfSessions(held, runs, run.startedAtMs);
        const work = { configured: databases, outcomes, notable, waits, held, holders };
        return { items: counted.map((one) => databaseOf(one, work)) };
      });
    done();
  };

interface RunWork {
  readonly configured: readonly NamedDatabase[];
  readonly outcomes: readonly OutcomeCount[];
  readonly notable: readonly Notable[];
  readonly waits: readonly LockWait[];
  readonly held: readonly HeldLock[];
  /** Runs by the trace that sessions are named after. */
  readonly holders: readonly SessionRun[];
}

const databaseOf = (
  work: CountedWork,
  { configured, outcomes, notable, waits, held, holders }: RunWork,
): RunDatabase => {
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
    lockHolders: held.filter(isHere).map((one) => holderOf(one, holders)),
    deadlocks: failedBy('deadlock'),
    committed: sumOf(ended, ({ outcome, transactions }) => (outcome === 'committed' ? transactions : 0)),
    rolledBack: sumOf(rolledBack, ({ transactions }) => transactions),
    rollbacks: rolledBack.map(({ reason, errorClass, transactions }) => ({ reason, errorClass, transactions })),
    waitedMs: wait?.waitedMs ?? 0,
    keptWaitingMs: wait?.keptWaitingMs ?? 0,
  };
};

const holderOf = (held: HeldLock, holders: readonly SessionRun[]): LockHolder => {
  const { session, application, login, state, statement, waits, since, lastSeenAtMs, isCertain, traceId } = held;
  const run = holders.find((one) => one.traceId === traceId);
  return {
    session,
    application,
    login,
    state,
    statement,
    waits,
    since: since === '' ? null : since,
    lastSeenAt: new Date(lastSeenAtMs).toISOString(),
    isCertain: isCertain === 1,
    run: run === undefined ? null : { runId: run.runId, namespace: run.namespace, pipeline: run.pipeline },
  };
};
