import type { BreakerState } from '@sightglass/model';
import { isBrokenCircuitError, isIsolatedCircuitError } from 'cockatiel';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api-error.ts';
import { createBreaker, type BreakerChange } from './breaker.ts';

const options = { failuresInARow: 3, halfOpenAfterMs: 1_000 };

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const errorOf = (errorClass: '5xx' | '4xx') =>
  new ApiError({ dependency: 'airports', endpoint: 'GET /', errorClass, problem: `HTTP ${errorClass}` });

const start = () => {
  const changes: BreakerChange[] = [];
  const breaker = createBreaker(options, (change) => changes.push(change));
  const call = async (how: 'success' | '5xx' | '4xx') => {
    try {
      await breaker.execute(async () => {
        if (how !== 'success') throw errorOf(how);
      });
      return 'answered';
    } catch (error) {
      if (isIsolatedCircuitError(error)) return 'isolated';
      return isBrokenCircuitError(error) ? 'open' : 'failed';
    }
  };
  const path = () => changes.map(({ from, to }) => `${from} → ${to}`);
  return { breaker, changes, call, path };
};

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

describe('a breaker', () => {
  it('opens after failures in a row, and says the last one', async () => {
    const { call, changes, path } = start();
    for (const how of ['5xx', '5xx', 'success', '5xx', '5xx', '5xx'] as const) await call(how);
    expect(path()).toEqual(['closed → open']);
    expect(changes[0]?.reason).toBe('3 failures in a row, the last: HTTP 5xx');
    expect(await call('success')).toBe('open');
  });

  it('is not opened by what the caller did wrong', async () => {
    const { call, path } = start();
    for (let calls = 0; calls < 10; calls += 1) expect(await call('4xx')).toBe('failed');
    expect(path()).toEqual([]);
  });

  it.each([
    ['success', 'half-open → closed', 'the call that was tried succeeded'],
    ['5xx', 'half-open → open', 'the call that was tried failed: HTTP 5xx'],
  ] as const)('tries one call after a while: %s', async (how, expected, reason) => {
    const { call, changes, path } = start();
    for (let failures = 0; failures < 3; failures += 1) await call('5xx');
    pass(999);
    expect(await call('success')).toBe('open');
    pass(1);
    await call(how);
    expect(path()).toEqual(['closed → open', 'open → half-open', expected]);
    expect(changes.at(-1)?.reason).toBe(reason);
  });

  it('is isolated until it is released by everybody who did', async () => {
    const { breaker, call, changes, path } = start();
    const first = breaker.isolate('maintenance');
    const second = breaker.isolate('maintenance');
    first[Symbol.dispose]();
    expect(await call('success')).toBe('isolated');
    second[Symbol.dispose]();
    expect(await call('success')).toBe('answered');
    expect(path()).toEqual(['closed → isolated', 'isolated → closed']);
    expect(changes.map(({ reason }) => reason)).toEqual(['maintenance', 'released']);
  });
});

/** What a breaker should be, told without cockatiel. */
interface Model {
  state: BreakerState;
  failures: number;
  openedAtMs: number;
  holders: number;
}

const expectedOf = (model: Model, how: 'success' | '5xx' | '4xx'): string => {
  if (model.state === 'isolated') return 'isolated';
  if (model.state === 'open' && Date.now() - model.openedAtMs < options.halfOpenAfterMs) return 'open';
  const isTried = model.state === 'open';
  if (how === '5xx') {
    model.failures += 1;
    if (!isTried && model.failures < options.failuresInARow) return 'failed';
    model.state = 'open';
    model.openedAtMs = Date.now();
    return 'failed';
  }
  if (isTried || how === 'success') model.failures = 0;
  model.state = 'closed';
  return how === 'success' ? 'answered' : 'failed';
};

const step = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('success', '5xx', '5xx', '4xx').map((how) => ({ how }) as const) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 1_500 }).map((waitMs) => ({ waitMs }) as const) },
  { weight: 1, arbitrary: fc.constantFrom('isolate', 'release').map((hold) => ({ hold }) as const) },
);

it('does what the model of a breaker does, whatever happens, and tells each change from the state it told last', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { breaker, call, changes } = start();
      const model: Model = { state: 'closed', failures: 0, openedAtMs: 0, holders: 0 };
      const holds: Disposable[] = [];
      for (const next of steps) {
        if ('waitMs' in next) pass(next.waitMs);
        else if ('how' in next) expect(await call(next.how)).toBe(expectedOf(model, next.how));
        else if (next.hold === 'isolate') {
          holds.push(breaker.isolate('by hand'));
          model.holders += 1;
          model.state = 'isolated';
        } else if (holds.length > 0) {
          holds.pop()?.[Symbol.dispose]();
          model.holders -= 1;
          if (model.holders === 0) model.state = 'closed';
        }
        expect(breaker.state).toBe(model.state);
      }
      const transitions = changes.map(({ from, to }) => [from, to]);
      expect(transitions.map(([from]) => from)).toEqual(
        ['closed', ...transitions.map(([, to]) => to)].slice(0, transitions.length),
      );
      expect(changes.every(({ from, to, reason }) => from !== to && reason !== '')).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('tells changes without a gap when calls overlap and end in any order', async () => {
  const call = fc.record({ how: fc.constantFrom('success', '5xx', '5xx', '4xx'), endsAfter: fc.nat(5) });
  const turn = fc.record({ calls: fc.array(call, { maxLength: 4 }), waitMs: fc.nat(600) });
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { maxLength: 20 }), async (turns) => {
      const { breaker, changes } = start();
      const open: { readonly endsAt: number; readonly end: () => void }[] = [];
      const settled: Promise<unknown>[] = [];
      for (const [at, { calls, waitMs }] of [...turns.entries(), ...idle]) {
        for (const { how, endsAfter } of calls) {
          const answer = Promise.withResolvers<void>();
          const end = () => (how === 'success' ? answer.resolve() : answer.reject(errorOf(how as '5xx' | '4xx')));
          open.push({ endsAt: at + endsAfter, end });
          answer.promise.catch(() => undefined);
          settled.push(breaker.execute(() => answer.promise).catch(() => undefined));
        }
        for (const { endsAt, end } of open) if (endsAt <= at) end();
        pass(waitMs);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await Promise.all(settled);
      const transitions = changes.map(({ from, to }) => [from, to]);
      expect(transitions.map(([from]) => from)).toEqual(
        ['closed', ...transitions.map(([, to]) => to)].slice(0, transitions.length),
      );
      expect(breaker.state).toBe(changes.at(-1)?.to ?? 'closed');
    }),
    { numRuns: 200 },
  );
});

/** Turns at the end in which what is still open ends. */
const idle = [[1_000, { calls: [], waitMs: 0 }]] as const;
