import { context } from '@opentelemetry/api';
import type { FallbackPolicy } from '@sightglass/model';
import { runScopeOf } from '../telemetry/run-context.ts';
import { warnOnce } from '../warnings.ts';
import type { ApiError } from './api-error.ts';
import type { Decision, Fallback } from './types.ts';

/** The first policy that can be followed. */
export const choosePolicy = (fallback: Fallback, hasCached: boolean): FallbackPolicy =>
  [fallback].flat().find((policy) => policy !== 'use-cache' || hasCached) ?? 'fail';

/** Rows are counted for the stage in which they are touched. */
export const decide = (policy: FallbackPolicy, error: ApiError): Decision => ({
  policy,
  error,
  touches: (rows) => {
    if (!Number.isSafeInteger(rows) || rows < 0) return warnOfMiscount(error.dependency, rows);
    runScopeOf(context.active())?.dependencies.touched(error.dependency, policy, error.errorClass, rows);
  },
});

const warnOfMiscount = (dependency: string, rows: number): void =>
  warnOnce(
    `rows touched by ${dependency}`,
    `a decision about '${dependency}' touches ${String(rows)} rows, which is no count and was left out; later ones are not mentioned.`,
  );
