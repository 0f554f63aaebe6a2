import { isDisabled } from '../../config/configure.ts';
import { type AnyFunction, patch } from '../patch.ts';
import { observeConnect } from './observe-connect.ts';
import { observePool } from './observe-pool.ts';
import { observeEnd, observeQuery } from './observe-query.ts';
import { createPlanCapture } from './plan-capture.ts';
import { createSessionNames } from './session-name.ts';
import type { PgModule } from './types.ts';

export interface InstrumentPgOptions {
  /** A statement that takes so long is reported as slow; 1,000 ms by default. */
  readonly slowMs?: number;
  /** Names each session after the run it works for, so that a DBA finds the run behind a blocker: `application_name` becomes the W3C traceparent. */
  readonly traceInSession?: boolean;
  /** Asks PostgreSQL 16 or newer for the plan of a slow statement, on a connection of its own and without running it. */
  readonly plans?: boolean;
}

const usualSlowMs = 1_000;
const instrumented = new WeakSet<object>();

/**
 * Observes every statement, transaction and pool of `pg`: `import pg from 'pg'; instrumentPg(pg)`. Queries, results and errors stay as
 * they are. Returns the way back.
 */
export const instrumentPg = (
  pg: PgModule,
  { slowMs = usualSlowMs, traceInSession = false, plans = false }: InstrumentPgOptions = {},
): (() => void) => {
  if (isDisabled() || instrumented.has(pg)) return () => undefined;
  instrumented.add(pg);
  const query = (pg.Client.prototype as Record<'query', AnyFunction>).query;
  const nameSession = traceInSession ? createSessionNames(query) : undefined;
  const onSlow = plans ? { onSlow: createPlanCapture(pg, query) } : {};
  const undo = [
    patch(pg.Client.prototype, 'query', (original) => observeQuery(original, { slowMs, ...onSlow })),
    patch(pg.Client.prototype, 'connect', (original) => observeConnect(original, nameSession)),
    patch(pg.Client.prototype, 'end', observeEnd),
    patch(pg.Pool.prototype, 'connect', (original) => observePool(original, nameSession)),
  ];
  return () => {
    for (const step of undo) step();
    instrumented.delete(pg);
  };
};
