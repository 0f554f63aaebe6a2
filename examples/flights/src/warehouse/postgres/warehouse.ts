import { auditTo, currentRun, type Audit } from '@sightglass/sdk';
import pg from 'pg';
import {
  auditTimeoutMs,
  lockedBy,
  lockTimeoutMs,
  sessionName,
  type Blocker,
  type DayLoad,
  type DayWriter,
  type Warehouse,
} from '../warehouse.ts';
import { createTables, deleteDay, endSessions, findBlockers, insertFlights } from './schema.ts';
import { inSession, poolAt, type Session } from './session.ts';

const lockNotAvailable = '55P03';

export const postgresWarehouse = (url: string): Warehouse => {
  const pool = poolAt(url, sessionName);
  const audit = auditTo(pool, { timeoutMs: auditTimeoutMs });
  return {
    audit,
    prepare: () =>
      inSession(pool, async ({ client }) => {
        await client.query(createTables);
      }),
    transaction: (load, work) =>
      inSession(pool, async (session) => {
        await session.execute('BEGIN');
        await session.execute(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
        await work(dayWriter(session, audit, load));
        await session.execute('COMMIT');
      }),
    lockFlights: (name) => lockFlights(url, name),
    endSessions: () =>
      inSession(pool, async ({ execute }) => {
        await execute(endSessions, [sessionName, runNames(currentRun()?.traceparent)]);
      }),
    [Symbol.asyncDispose]: () => pool.end(),
  };
};

/** What the names of sessions of all stages of a run begin with; of no run, what no name is. */
const runNames = (traceparent: string | undefined): string =>
  traceparent === undefined ? sessionName : `sg ${traceparent.slice(0, '00-'.length + 32)}`;

const lockFlights = async (url: string, name: string): Promise<AsyncDisposable> => {
  const client = new pg.Client({ connectionString: url, application_name: name });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN');
  await client.query('LOCK TABLE flights IN ACCESS EXCLUSIVE MODE');
  return { [Symbol.asyncDispose]: () => client.end() };
};

const dayWriter = (session: Session, audit: Audit, { day, runId }: DayLoad): DayWriter => ({
  clear: () => clear(session, day),
  addFlights: async (flights) => {
    await session.execute(insertFlights, [day, runId, JSON.stringify(flights)]);
  },
  note: (run) => audit.within(run, session.client),
});

/** A statement that fails on a lock takes the transaction with it, unless there is a savepoint to return to. */
const clear = async ({ execute }: Session, day: string): Promise<void> => {
  await execute('SAVEPOINT before_lock');
  try {
    await execute(deleteDay, [day]);
  } catch (cause) {
    if ((cause as { code?: string }).code !== lockNotAvailable) throw cause;
    await execute('ROLLBACK TO SAVEPOINT before_lock');
    const { rows } = await execute(findBlockers);
    throw lockedBy(rows as Blocker[], cause);
  }
};
