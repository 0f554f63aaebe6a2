import { auditTo, type Audit, type SqlServerTarget } from '@sightglass/sdk';
import {
  auditTimeoutMs,
  lockedBy,
  sessionName,
  TableLockedError,
  type Blocker,
  type DayLoad,
  type DayWriter,
  type Warehouse,
} from '../warehouse.ts';
import { sqlServerAt, type SqlServerAddress } from './address.ts';
import { errorNumber, openSession, type Session } from './session.ts';
import { createTables, deleteDay, findBlockers, findSessions, kill, lockTable } from './statements.ts';
import { flightsBulk } from './tables.ts';

const lockTimeoutPassed = 1222;
const deadlockVictim = 1205;

export const sqlServerWarehouse = (url: string): Warehouse => {
  const address = sqlServerAt(url, sessionName);
  const audit = auditTo(inOwnSession(address), { timeoutMs: auditTimeoutMs });
  return {
    audit,
    prepare: async () => {
      await using session = await openSession(address);
      await session.execute(createTables);
    },
    transaction: async (load, work) => {
      await using session = await openSession(address);
      await session.begin();
      await work(dayWriter(session, audit, load));
      await session.commit();
    },
    lockFlights: async (name) => {
      await using stack = new AsyncDisposableStack();
      const session = stack.use(await openSession(sqlServerAt(url, name)));
      await session.begin();
      await session.execute(lockTable);
      return stack.move();
    },
    endSessions: async () => {
      await using session = await openSession(sqlServerAt(url, `${sessionName}-outage`));
      const found = (await session.execute(findSessions(sessionName))) as Pick<Blocker, 'pid'>[];
      for (const { pid } of found) await session.execute(kill(pid));
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};

const dayWriter = (session: Session, audit: Audit, load: DayLoad): DayWriter => ({
  clear: () => clear(session, load.day),
  addFlights: (flights) => session.insert(flightsBulk(load, flights)),
  note: (run) => audit.within(run, session.auditTarget),
});

/** A session for each statement. */
const inOwnSession = (address: SqlServerAddress): SqlServerTarget => ({
  request: () => {
    const inputs = new Map<string, unknown>();
    return {
      input: (name, value) => inputs.set(name, value),
      query: async (text) => {
        await using session = await openSession(address);
        const request = session.auditTarget.request();
        for (const [name, value] of inputs) request.input(name, value);
        return await request.query(text);
      },
    };
  },
});

/** Comes first in its transaction, so when a deadlock ends that, a new one loses nothing. */
const clear = async (session: Session, day: string): Promise<void> => {
  try {
    await session.execute(deleteDay(day));
  } catch (cause) {
    const number = errorNumber(cause);
    if (number === lockTimeoutPassed) throw await tableLocked(session, cause);
    if (number !== deadlockVictim) throw cause;
    await session.begin();
    throw new TableLockedError('flights is locked by a session that has won a deadlock with this one', { cause });
  }
};

const tableLocked = async (session: Session, cause: unknown): Promise<TableLockedError> => {
  try {
    return lockedBy((await session.execute(findBlockers)) as Blocker[], cause);
  } catch {
    return new TableLockedError('flights is locked by a session this login may not see (VIEW SERVER STATE)', { cause });
  }
};
