import type { FallbackPolicy } from '../external-api/calls.ts';
import { countOf } from './count.ts';

/** What a decision about failed calls did to rows, as the end of `1,204 rows …`. */
export const policyWords: Readonly<Record<FallbackPolicy, string>> = {
  fail: 'stopped the run',
  'skip-row': 'skipped',
  'use-cache': 'used cached data',
  'load-unenriched': 'loaded without lookup data',
};

interface Affected {
  readonly policy: FallbackPolicy;
  readonly rows: number;
}

/** Rows affected by failed calls added up by policy, most first. */
export const rowsByPolicy = (rowsAffected: readonly Affected[]): Affected[] =>
  [...Map.groupBy(rowsAffected, ({ policy }) => policy)]
    .map(([policy, own]) => ({ policy, rows: own.reduce((sum, { rows }) => sum + rows, 0) }))
    .toSorted((a, b) => b.rows - a.rows);

export const rowsAffectedIn = (rowsAffected: readonly Pick<Affected, 'rows'>[]): number =>
  rowsAffected.reduce((sum, { rows }) => sum + rows, 0);

/** `1,204 rows loaded without lookup data`, `3 rows skipped`; nothing of none. */
export const rowsAffectedWords = (rowsAffected: readonly Affected[]): string[] =>
  rowsByPolicy(rowsAffected).map(({ policy, rows }) => `${countOf(rows, 'row')} ${policyWords[policy]}`);

const sentences: Readonly<Record<FallbackPolicy, (isOne: boolean) => string>> = {
  fail: () => 'stopped the run',
  'skip-row': (isOne) => `${isOne ? 'was' : 'were'} skipped`,
  'use-cache': () => 'used cached data',
  'load-unenriched': (isOne) => `${isOne ? 'was' : 'were'} loaded without its data`,
};

/** `2,994 rows were loaded without its data and 3 rows were skipped`, of one API; empty of none. */
export const rowsAffectedSentence = (rowsAffected: readonly Affected[]): string =>
  rowsByPolicy(rowsAffected)
    .filter(({ rows }) => rows > 0)
    .map(({ policy, rows }) => `${countOf(rows, 'row')} ${sentences[policy](rows === 1)}`)
    .join(' and ');
