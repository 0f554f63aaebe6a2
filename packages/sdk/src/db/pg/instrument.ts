import { isDisabled } from '../../config/configure.ts';
import { patch } from '../patch.ts';
import { observePool } from './observe-pool.ts';
import { observeQuery } from './observe-query.ts';
import type { PgModule } from './types.ts';

export interface InstrumentPgOptions {
  /** A statement that takes so long is told as slow; 1,000 ms unless said. */
  readonly slowMs?: number;
}

const usualSlowMs = 1_000;
const instrumented = new WeakSet<object>();

/**
 * Observes every statement, transaction and pool of `pg`: `import pg from 'pg'; instrumentPg(pg)`. Queries, results and errors stay as
 * they are. Returns the way back.
 */
export const instrumentPg = (pg: PgModule, { slowMs = usualSlowMs }: InstrumentPgOptions = {}): (() => void) => {
  if (isDisabled() || instrumented.has(pg)) return () => undefined;
  instrumented.add(pg);
  const undo = [
    patch(pg.Client.prototype, 'query', (original) => observeQuery(original, { slowMs })),
    patch(pg.Pool.prototype, 'connect', observePool),
  ];
  return () => {
    for (const step of undo) step();
    instrumented.delete(pg);
  };
};
