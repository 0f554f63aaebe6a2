import { fallbackPolicies } from '@sightglass/model';
import { ApiDefinitionError } from '../api-error.ts';
import { shown } from './option-names.ts';
import type { ApiPolicy, BreakerOptions, BulkheadOptions, CacheOptions, Fallback, RetryOptions } from '../types.ts';

/** A policy with nothing left open. */
export interface SettledPolicy {
  readonly timeoutMs: number;
  readonly retry: RetryOptions;
  readonly breaker: BreakerOptions | undefined;
  readonly bulkhead: BulkheadOptions | undefined;
  readonly hedgeAfterMs: number | undefined;
  readonly cache: CacheOptions;
  readonly mostBodyBytes: number;
  readonly fallback: Fallback;
}

const once: RetryOptions = { attempts: 1, waitMs: 0, mostWaitMs: 0, unsafe: false };
const usualRetry: RetryOptions = { attempts: 3, waitMs: 200, mostWaitMs: 10_000, unsafe: false };
const usualBreaker: BreakerOptions = { failuresInARow: 5, halfOpenAfterMs: 10_000 };
const usualBulkhead: BulkheadOptions = { concurrent: 32, queued: 10_000 };
const usualCache: CacheOptions = { freshForMs: 0, entries: 1_000 };

/** The policy of the API `name` with its defaults. Raises {@link ApiDefinitionError} naming what makes no sense. */
export const settlePolicy = (name: string, policy: ApiPolicy): SettledPolicy => {
  const settled: SettledPolicy = {
    timeoutMs: policy.timeoutMs ?? 10_000,
    retry: policy.retry === false ? once : filled(usualRetry, policy.retry),
    breaker: policy.breaker === false ? undefined : filled(usualBreaker, policy.breaker),
    bulkhead: policy.bulkhead === false ? undefined : filled(usualBulkhead, policy.bulkhead),
    hedgeAfterMs: policy.hedgeAfterMs,
    cache: filled(usualCache, policy.cache),
    mostBodyBytes: policy.mostBodyBytes ?? 100e6,
    fallback: policy.fallback ?? 'fail',
  };
  check(name, settled);
  return settled;
};

/** What is left undefined is as usual. */
const filled = <Options extends object>(usual: Options, given: Partial<Options> = {}): Options => ({
  ...usual,
  ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Options>),
});

/** The longest a timer waits. */
const most = 2 ** 31 - 1;

const check = (name: string, settled: SettledPolicy) => {
  const { timeoutMs, retry, breaker, bulkhead, hedgeAfterMs, cache, fallback } = settled;
  const refuse = (what: string, given: unknown, allowed: string): never => {
    throw new ApiDefinitionError(`api "${name}": policy.${what} is ${shown(given)}; ${allowed}`);
  };
  const atLeast = (least: number, what: string, value: number | undefined) => {
    const isFine = value === undefined || (typeof value === 'number' && value >= least && value <= most);
    if (!isFine) refuse(what, value, `give a number of ${least} or more, at most ${most}`);
  };
  const countOf = (least: number, what: string, value: number | undefined) => {
    atLeast(least, what, value);
    if (value !== undefined && !Number.isInteger(value)) refuse(what, value, 'give a whole number');
  };
  atLeast(1, 'timeoutMs', timeoutMs);
  countOf(1, 'retry.attempts', retry.attempts);
  atLeast(0, 'retry.waitMs', retry.waitMs);
  atLeast(0, 'retry.mostWaitMs', retry.mostWaitMs);
  if (typeof retry.unsafe !== 'boolean') refuse('retry.unsafe', retry.unsafe, 'give true or false');
  countOf(1, 'breaker.failuresInARow', breaker?.failuresInARow);
  atLeast(1, 'breaker.halfOpenAfterMs', breaker?.halfOpenAfterMs);
  countOf(1, 'bulkhead.concurrent', bulkhead?.concurrent);
  countOf(0, 'bulkhead.queued', bulkhead?.queued);
  atLeast(1, 'hedgeAfterMs', hedgeAfterMs);
  atLeast(0, 'cache.freshForMs', cache.freshForMs);
  countOf(0, 'cache.entries', cache.entries);
  atLeast(0, 'mostBodyBytes', settled.mostBodyBytes);
  const unknown = [fallback].flat().find((policy) => !fallbackPolicies.includes(policy));
  if (unknown !== undefined) refuse('fallback', unknown, `give ${fallbackPolicies.join(', ')}, or several of them`);
};
