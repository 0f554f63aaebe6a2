import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs, defaultAuditTable } from '@sightglass/model';
import { databaseFailure } from '../db/database-failure.ts';
import { snapshotOf } from '../run/run-snapshot.ts';
import { type AuditRow, auditRowsOf } from './audit-row.ts';
import { type AuditTarget, dialectOf } from './audit-target.ts';
import { type AuditDialect, checkTableName } from './dialect.ts';
import { createRowWriter } from './row-writer.ts';
import type { Audit, AuditedRun, AuditEnd } from './types.ts';

export interface AuditOptions {
  /** `sightglass_audit` by default; {@link auditDdl} makes it. */
  readonly table?: string;
  /** Taken from the target by default. */
  readonly dialect?: AuditDialect;
  /** A run whose audit rows cannot be written fails. Otherwise it is only warned of. */
  readonly required?: boolean;
  /** How long the end of a run tries to write its rows; 10 s by default. */
  readonly timeoutMs?: number;
}

/** The audit rows of a run could not be written. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  readonly code = 'SIGHTGLASS_AUDIT';
}

const usualTimeoutMs = 10_000;
const firstPauseMs = 250;
const mostPauseMs = 2_000;

/** `pipeline('orders', { audit: auditTo(pool) })`: each run and stage becomes a row, inserted or updated by run id and stage id. */
export const auditTo = (target: AuditTarget, options: AuditOptions = {}): Audit => {
  const { required = false, timeoutMs = usualTimeoutMs, dialect = dialectOf(target) } = options;
  const table = checkTableName(options.table ?? defaultAuditTable);
  const writeRows = createRowWriter(dialect, table);
  const write = (to: AuditTarget, run: AuditedRun, end?: AuditEnd): Promise<void> => {
    const rows = rowsOf(run, end);
    return rows.length === 0 ? Promise.resolve() : writeRows(to, rows);
  };
  const fail = (run: AuditedRun, cause: unknown): void => {
    const message = `audit rows of run ${run.id} cannot be written to ${table}: ${(cause as Error).message}`;
    run.log.warn(required ? message : `${message}; the run itself is not affected`);
    if (required) throw new AuditError(message, { cause });
  };
  return {
    within: (run, own) => write(own, run),
    begun: (run) => inTime(() => write(target, run), timeoutMs).catch(() => undefined),
    ended: (run, end) =>
      persistently(() => write(target, run, end), { dialect, timeoutMs }).catch((cause: unknown) => fail(run, cause)),
  };
};

const rowsOf = (run: AuditedRun, end: AuditEnd | undefined): AuditRow[] => {
  const snapshot = snapshotOf(run);
  return snapshot === undefined ? [] : auditRowsOf(snapshot, end);
};

interface Persistence {
  readonly dialect: AuditDialect;
  readonly timeoutMs: number;
}

/** Tries again, waiting longer each time, until `timeoutMs` have passed. */
const persistently = async (attempt: () => Promise<void>, { dialect, timeoutMs }: Persistence): Promise<void> => {
  const deadlineMs = performance.now() + timeoutMs;
  for (let retry = 1; ; retry += 1) {
    const leftMs = deadlineMs - performance.now();
    try {
      return await inTime(attempt, leftMs);
    } catch (error) {
      const waitMs = backoffMs(retry, { firstMs: firstPauseMs, longestMs: mostPauseMs }, Math.random());
      if (isFinal(dialect, error) || performance.now() + waitMs >= deadlineMs) throw error;
      await sleep(waitMs);
    }
  }
};

const systems = { postgres: 'postgresql', 'sql-server': 'microsoft.sql_server' } as const;

/** Waiting makes no table and corrects no password; what nobody knows may pass. */
const isFinal = (dialect: AuditDialect, error: unknown): boolean => {
  const { class: kind, retryable } = databaseFailure(systems[dialect], error);
  return kind !== 'other' && !retryable;
};

/** A database that hangs must not hold the run. */
const inTime = async (attempt: () => Promise<void>, timeoutMs: number): Promise<void> => {
  const stop = new AbortController();
  const late = sleep(Math.max(1, timeoutMs), undefined, { signal: stop.signal }).then(() => {
    throw new AuditError(`no answer within ${Math.round(timeoutMs)} ms`);
  });
  try {
    await Promise.race([attempt(), late]);
  } finally {
    stop.abort();
    late.catch(() => undefined);
  }
};
