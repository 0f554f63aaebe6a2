import type { Audit, Run } from '@sightglass/sdk';
import type { EnrichedFlight } from './rows.ts';

/** Where flights end up. A session that broke is not used again, so a warehouse that was away is found again by the next transaction. */
export interface Warehouse extends AsyncDisposable {
  /** Notes runs that began or ended, outside any transaction. */
  readonly audit: Audit;
  /** Creates the tables of the example that are missing. */
  readonly prepare: () => Promise<void>;
  /** Commits what `work` wrote when it returns and takes all of it back when it throws. */
  readonly transaction: (load: DayLoad, work: (day: DayWriter) => Promise<void>) => Promise<void>;
  /** Locks the flights against everybody, in a session named `name`, until disposed. */
  readonly lockFlights: (name: string) => Promise<AsyncDisposable>;
  /** Ends the sessions the run around it has open, and no others. */
  readonly endSessions: () => Promise<void>;
}

export interface DayLoad {
  readonly day: string;
  readonly runId: string;
}

/** Writes one day of flights for one run, inside a transaction. */
export interface DayWriter {
  /** Removes what an earlier run loaded for the day; comes first. Throws {@link TableLockedError} after a second of waiting. */
  readonly clear: () => Promise<void>;
  readonly addFlights: (flights: readonly EnrichedFlight[]) => Promise<void>;
  /** Notes how the run and its stages stand; committed with the day. */
  readonly note: (run: Run) => Promise<void>;
}

export const sessionName = 'flights';
export const connectTimeoutMs = 5_000;
export const statementTimeoutMs = 30_000;
export const lockTimeoutMs = 1_000;
/** A warehouse that crashed is back within this. */
export const auditTimeoutMs = 60_000;

/** Another session holds a lock on the table. Nothing was changed; the transaction can go on. */
export class TableLockedError extends Error {
  override readonly name = 'TableLockedError';
  readonly code = 'FLIGHTS_TABLE_LOCKED';
}

export class WarehouseUrlError extends Error {
  readonly code = 'FLIGHTS_WAREHOUSE_URL';
}

/** The session broke or could not be opened. The server takes back whatever its transaction wrote. */
export class WarehouseAwayError extends Error {
  override readonly name = 'WarehouseAwayError';
  readonly code = 'FLIGHTS_WAREHOUSE_AWAY';
  constructor({ host, port }: { readonly host: string; readonly port: number }, cause: Error) {
    super(`the warehouse at ${host}:${port} is away: ${cause.message}; load again when it is back`, { cause });
  }
}

export interface Blocker {
  readonly pid: number;
  readonly name: string;
}

export const lockedBy = (blockers: readonly Blocker[], cause: unknown): TableLockedError => {
  const names = blockers.map(({ pid, name }) => `${name} (pid ${pid})`).join(', ');
  return new TableLockedError(`flights is locked by ${names || 'a session that has just ended'}`, { cause });
};
