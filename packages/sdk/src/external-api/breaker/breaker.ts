import { randomBytes } from 'node:crypto';
import { formatDuration, isUnavailability, type BreakerState } from '@sightglass/model';
import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { ApiError } from '../api-error.ts';
import type { BreakerOptions } from '../types.ts';

export interface BreakerChange {
  readonly breakerId: string;
  readonly from: BreakerState;
  readonly to: BreakerState;
  /** In words, for whoever reads the timeline. */
  readonly reason: string;
}

export interface Breaker {
  readonly id: string;
  readonly state: BreakerState;
  /** Raises cockatiel's BrokenCircuitError while open, IsolatedCircuitError while isolated. */
  execute<T>(call: () => Promise<T>): Promise<T>;
  isolate(reason: string): Disposable;
}

/** One circuit breaker, that says every change of its state. Only what the dependency is to blame for counts. */
export const createBreaker = (options: BreakerOptions, onChange: (change: BreakerChange) => void): Breaker => {
  const breakerId = randomBytes(4).toString('hex');
  const policy = circuitBreaker(handleWhen(isToBlame), {
    halfOpenAfter: options.halfOpenAfterMs,
    breaker: new ConsecutiveBreaker(options.failuresInARow),
  });
  let state: BreakerState = 'closed';
  let isolatedBecause = '';
  policy.onStateChange((next) => {
    const from = state;
    state = states[next];
    const problem = lastProblem(policy.lastFailure);
    const reason = reasonOf({ from, to: state, problem, isolatedBecause }, options);
    onChange({ breakerId, from, to: state, reason });
  });
  return {
    id: breakerId,
    get state() {
      return state;
    },
    execute: (call) => policy.execute(call),
    isolate: (reason) => {
      isolatedBecause = reason;
      const handle = policy.isolate();
      return { [Symbol.dispose]: () => handle.dispose() };
    },
  };
};

const states: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'isolated',
};

const isToBlame = (error: unknown): boolean => error instanceof ApiError && isUnavailability(error.errorClass);

const lastProblem = (failure: object | undefined): string =>
  failure !== undefined && 'error' in failure && failure.error instanceof ApiError ? failure.error.problem : 'unknown';

interface Change {
  readonly from: BreakerState;
  readonly to: BreakerState;
  readonly problem: string;
  readonly isolatedBecause: string;
}

const reasonOf = (
  { from, to, problem, isolatedBecause }: Change,
  { failuresInARow, halfOpenAfterMs }: BreakerOptions,
): string => {
  switch (to) {
    case 'isolated':
      return isolatedBecause;
    case 'half-open':
      return `open for ${formatDuration(halfOpenAfterMs)}, one call is tried`;
    case 'closed':
      return from === 'isolated' ? 'released' : 'the call that was tried succeeded';
    case 'open':
      return from === 'half-open'
        ? `the call that was tried failed: ${problem}`
        : failuresWords(failuresInARow, problem);
  }
};

const failuresWords = (inARow: number, problem: string): string =>
  inARow === 1 ? `1 failure, ${problem}` : `${inARow} failures in a row, the last: ${problem}`;
