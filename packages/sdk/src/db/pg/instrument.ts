import { isDisabled } from '../../config/configure.ts';
import { patch } from '../patch.ts';
import { originalsOf } from './copy-client.ts';
import { createLockQuestions } from './lock-question.ts';
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
  /** Asks who keeps a statement of a run waiting that takes longer than an eighth of a second, on a connection of its own; true by default. */
  readonly lockHolders?: boolean;
}

const usualSlowMs = 1_000;
const instrumented = new WeakSet<object>();

/**
 * Observes every statement, transaction and pool of `pg`: `import pg from 'pg'; instrumentPg(pg)`. Queries, results and errors stay as
 * they are. Returns the way back.
 */
export const instrumentPg = (
  pg: PgModule,
  { slowMs = usualSlowMs, traceInSession = false, plans = false, lockHolders = true }: InstrumentPgOptions = {},
): (() => void) => {
  if (isDisabled() || instrumented.has(pg)) return () => undefined;
  instrumented.add(pg);
  const originals = originalsOf(pg);
  const names = traceInSession ? createSessionNames(originals.query) : undefined;
  const options = {
    slowMs,
    ...(plans ? { onSlow: createPlanCapture(pg, originals) } : {}),
    ...(lockHolders ? { lockQuestion: createLockQuestions(pg, originals) } : {}),
  };
  const undo = [
    patch(pg.Client.prototype, 'query', (original) => observeQuery(original, options, names?.used)),
    patch(pg.Client.prototype, 'connect', (original) => observeConnect(original, names?.borrowed)),
    patch(pg.Client.prototype, 'end', observeEnd),
    patch(pg.Pool.prototype, 'connect', (original) => observePool(original, names?.borrowed)),
  ];
  return () => {
    for (const step of undo) step();
    instrumented.delete(pg);
  };
};
