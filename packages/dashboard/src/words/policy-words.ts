import { type FallbackPolicy, policyWords } from '@sightglass/model';
import { countOf } from '../format/number.ts';

interface Touched {
  readonly policy: FallbackPolicy;
  readonly rows: number;
}

/** Rows by policy, most first. */
const rowsByPolicy = (rowsAffected: readonly Touched[]): Touched[] =>
  [...Map.groupBy(rowsAffected, ({ policy }) => policy)]
    .map(([policy, own]) => ({ policy, rows: own.reduce((sum, { rows }) => sum + rows, 0) }))
    .toSorted((a, b) => b.rows - a.rows);

/** `1,204 rows loaded without enrichment, 3 left out`; nothing of none. */
export const sayRowsTouched = (rowsAffected: readonly Touched[]): string[] =>
  rowsByPolicy(rowsAffected).map(({ policy, rows }) => `${countOf(rows, 'row')} ${policyWords[policy]}`);
