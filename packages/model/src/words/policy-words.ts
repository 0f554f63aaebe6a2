import type { FallbackPolicy } from '../external-api/calls.ts';

/** What a decision about failed calls did to rows, as the end of “1,204 rows …”. */
export const policyWords: Readonly<Record<FallbackPolicy, string>> = {
  fail: 'failed',
  'skip-row': 'left out',
  'use-cache': 'answered from the cache',
  'load-unenriched': 'loaded without enrichment',
};

interface Touched {
  readonly policy: FallbackPolicy;
  readonly rows: number;
}

/** Rows touched by failed calls added up by policy, most first. */
export const rowsByPolicy = (rowsAffected: readonly Touched[]): Touched[] =>
  [...Map.groupBy(rowsAffected, ({ policy }) => policy)]
    .map(([policy, own]) => ({ policy, rows: own.reduce((sum, { rows }) => sum + rows, 0) }))
    .toSorted((a, b) => b.rows - a.rows);
