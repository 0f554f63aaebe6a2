import { context } from '@opentelemetry/api';
import type { FallbackPolicy } from '@sightglass/model';
import { runScopeOf } from '../telemetry/run-context.ts';
import { warnOnce } from '../warnings.ts';
import type { ApiError } from './api-error.ts';
import type { Decision, Fallback } from './types.ts';

/** The first policy that can be followed. */
export const choosePolicy = (fallback: Fallback, hasCached: boolean): FallbackPolicy =>
  [fallback].flat().find((policy) => policy !== 'use-cache' || hasCached) ?? 'fail';

/** Rows are counted for the stage in which they are affected. */
export const decide = (policy: FallbackPolicy, error: ApiError): Decision => ({
  policy,
  error,
  touches: (rows) => {
    if (!Number.isSafeInteger(rows) || rows < 0) return warnOfMiscount(error.dependency, rows);
    runScopeOf(context.active())?.dependencies.rowsAffected(error.dependency, policy, error.errorClass, rows);
  },
});

const warnOfMiscount = (dependency: string, rows: number): void =>
  warnOnce(
    `rows affected by ${dependency}`,
    `a decision about "${dependency}" affects ${String(rows)} rows, which is not a count and was left out; later ones are not mentioned.`,
  );
