import type { BreakerState } from '@sightglass/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../api-error.ts';
import { HeldBackError } from '../retry/held-back.ts';
import { untilAborted } from '../retry/until-aborted.ts';
import { createBreaker, type Breaker, type BreakerChange, type BreakerParts } from './breaker.ts';
import type { Refusal } from './circuit.ts';

const options = { failuresInARow: 3, halfOpenAfterMs: 1_000 };

let clockMs = 0;
const pass = (ms: number) => void (clockMs += ms);

const errorOf = (errorClass: '5xx' | '4xx') =>
  new ApiError({ dependency: 'airports', endpoint: 'GET /', errorClass, problem: `HTTP ${errorClass}` });

const start = (parts: Partial<BreakerParts> = {}) => {
  const changes: BreakerChange[] = [];
  const onChange = (change: BreakerChange) => changes.push(change);
  const breaker = createBreaker({ options, onChange, nowMs: () => clockMs, ...parts });
  const call = async (how: 'success' | '5xx' | '4xx') => {
    try {
      await breaker.execute(async () => {
        if (how !== 'success') throw errorOf(how);
      });
      return 'answered';
    } catch (error) {
      if (!(error instanceof HeldBackError)) return 'failed';
      return error.errorClass === 'isolated' ? 'isolated' : 'open';
    }
  };
  const path = () => changes.map(({ from, to }) => `${from} → ${to}`);
  return { breaker, changes, call, path };
};

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

  it('counts failures in a row only: any other answer between them begins the row anew', async () => {
    const { call, path } = start();
    for (let failures = 0; failures < 10; failures += 1) {
      await call('5xx');
      await call('5xx');
      await call('4xx');
    }
    expect(path()).toEqual([]);
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
  if (model.state === 'open' && clockMs - model.openedAtMs < options.halfOpenAfterMs) return 'open';
  const isTried = model.state === 'open';
  if (how === '5xx') {
    model.failures += 1;
    if (!isTried && model.failures < options.failuresInARow) return 'failed';
    model.state = 'open';
    model.openedAtMs = clockMs;
    return 'failed';
  }
  model.failures = 0;
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
          if (model.holders === 0) [model.state, model.failures] = ['closed', 0];
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

/** Calls that wait until their turn, are answered as told, and are counted. */
const overlapping = (breaker: Breaker) => {
  let sent = 0;
  const open: PromiseWithResolvers<void>[] = [];
  const call = (signal?: AbortSignal) =>
    breaker
      .execute(() => {
        sent += 1;
        const answer = Promise.withResolvers<void>();
        open.push(answer);
        return untilAborted(answer.promise, signal);
      }, signal)
      .then(
        () => 'answered',
        (error: Error) => (error instanceof HeldBackError ? error.errorClass : error.name),
      );
  return { call, open, sent: () => sent };
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('after an opening', () => {
  const openedAndOver = async (parts: Partial<BreakerParts> = {}) => {
    const started = start(parts);
    for (let failures = 0; failures < options.failuresInARow; failures += 1) await started.call('5xx');
    pass(options.halfOpenAfterMs);
    return { ...started, ...overlapping(started.breaker) };
  };
  const refusedBy = (errorClass: '4xx' | '429', status: number) =>
    new ApiError({ dependency: 'airports', endpoint: 'GET /', errorClass, problem: `HTTP ${status}`, status });

  it.each<[string, (answer: PromiseWithResolvers<void> | undefined, giveUp: AbortController) => void]>([
    ['is given up', (_answer, giveUp) => giveUp.abort()],
    ['is given up by a deadline', (_answer, giveUp) => giveUp.abort(new DOMException('late', 'TimeoutError'))],
    ['is answered 401', (answer) => answer?.reject(refusedBy('4xx', 401))],
    ['is answered 403', (answer) => answer?.reject(refusedBy('4xx', 403))],
    ['is answered 429', (answer) => answer?.reject(refusedBy('429', 429))],
    ['is a mistake of the program', (answer) => answer?.reject(new TypeError('no'))],
  ])('one call is tried; when it %s that is no verdict, and the next is tried alone', async (_name, end) => {
    const { breaker, call, open, sent } = await openedAndOver();
    const giveUp = new AbortController();
    const tried = call(giveUp.signal);
    await turn();
    const waiting = Array.from({ length: 30 }, () => call());
    await turn();
    expect(sent()).toBe(1);
    end(open[0], giveUp);
    await tried;
    await turn();
    expect([sent(), breaker.state]).toEqual([2, 'half-open']);
    open[1]?.resolve();
    await turn();
    expect([sent(), breaker.state]).toEqual([31, 'closed']);
    for (const { resolve } of open) resolve();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['answered']));
  });

  it('an answer that the API gave itself closes it, and the timeline says which', async () => {
    const { breaker, call, open, changes } = await openedAndOver();
    const tried = call();
    await turn();
    open[0]?.reject(refusedBy('4xx', 404));
    await tried;
    expect([breaker.state, changes.at(-1)?.reason]).toEqual([
      'closed',
      'the call that was tried was answered: HTTP 404',
    ]);
  });

  it('a call that waits for the one that is tried can be given up', async () => {
    const { call } = await openedAndOver();
    void call();
    const giveUp = new AbortController();
    const waiting = call(giveUp.signal);
    await turn();
    giveUp.abort();
    expect(await waiting).toBe('AbortError');
  });

  it.each([
    ['fail', 'open'],
    ['succeed', 'open'],
  ])('calls of before it that %s late change nothing', async (how, state) => {
    const { breaker, call: counted, changes } = start();
    const { call, open } = overlapping(breaker);
    const late = call();
    for (let failures = 0; failures < 3; failures += 1) await counted('5xx');
    if (how === 'fail') open[0]?.reject(errorOf('5xx'));
    else open[0]?.resolve();
    await late;
    expect([breaker.state, changes.length]).toEqual([state, 1]);
  });

  it('another process that tries a call holds back all of this one, and nothing is sent', async () => {
    const refusals: (Refusal | undefined)[] = [{ openForMs: 500, problem: 'tried elsewhere' }, undefined];
    const { call, sent, path } = await openedAndOver({ mayTry: async () => refusals.shift() });
    expect(await Promise.all(Array.from({ length: 34 }, () => call()))).toEqual(
      Array.from({ length: 34 }, () => 'breaker_open'),
    );
    expect([sent(), path()]).toEqual([0, ['closed → open']]);
    pass(500);
    void Array.from({ length: 34 }, () => call());
    await turn();
    expect([sent(), path().at(-1)]).toEqual([1, 'open → half-open']);
  });
});

describe('a breaker that follows another process', () => {
  it('is open as long as that says, does not pass it on, and is closed with it', async () => {
    const { breaker, call, changes } = start();
    breaker.follow({ openForMs: 1_000, problem: 'elsewhere' });
    expect(await call('success')).toBe('open');
    breaker.unfollow('closed elsewhere');
    expect(await call('success')).toBe('answered');
    expect(changes.map(({ to, isFollowed }) => [to, isFollowed])).toEqual([
      ['open', true],
      ['closed', true],
    ]);
  });

  it('keeps what it found itself, and what a person decided', async () => {
    const { breaker, call } = start();
    for (let failures = 0; failures < 3; failures += 1) await call('5xx');
    breaker.unfollow('closed elsewhere');
    expect(breaker.state).toBe('open');
    using _held = breaker.isolate('maintenance');
    breaker.follow({ openForMs: 1, problem: 'elsewhere' });
    breaker.unfollow('closed elsewhere');
    expect(breaker.state).toBe('isolated');
  });
});
