import { describe, expect, it } from 'vitest';
import { HeldBackError } from '../retry/held-back.ts';
import { untilAborted } from '../retry/until-aborted.ts';
import { createBreaker, type BreakerParts } from './breaker.ts';
import type { Refusal } from './circuit.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A breaker whose opening is over, and calls that are answered when `open` says so. */
const startOver = (parts: Pick<BreakerParts, 'mayTry'>) => {
  const halfOpenAfterMs = 1_000;
  let clockMs = 0;
  let undecided = 0;
  let sent = 0;
  const path: string[] = [];
  const breaker = createBreaker({
    ...parts,
    options: { failuresInARow: 1, halfOpenAfterMs },
    nowMs: () => clockMs,
    onChange: ({ from, to }) => void path.push(`${from} → ${to}`),
    onUndecided: () => void (undecided += 1),
  });
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
  breaker.follow({ openForMs: halfOpenAfterMs, problem: 'elsewhere' });
  clockMs = halfOpenAfterMs;
  return {
    breaker,
    call,
    open,
    path,
    sent: () => sent,
    undecided: () => undecided,
    pass: (ms: number) => void (clockMs += ms),
  };
};

it('a call that was tried without a verdict gives the right to try back, and the next asks again', async () => {
  const asked: (Refusal | undefined)[] = [undefined, { openForMs: 100, problem: 'tried elsewhere' }, undefined];
  const { breaker, call, sent, open, path, undecided, pass } = startOver({ mayTry: async () => asked.shift() });
  const giveUp = new AbortController();
  const tried = call(giveUp.signal);
  await turn();
  const waiting = Array.from({ length: 5 }, () => call());
  giveUp.abort();
  await tried;
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['breaker_open']));
  expect([sent(), undecided(), path.at(-1)]).toEqual([1, 1, 'half-open → open']);
  pass(100);
  const next = call();
  await turn();
  open[1]?.resolve();
  expect([await next, breaker.state]).toEqual(['answered', 'closed']);
});

describe('a right to try that comes when its call has been given up', () => {
  const startGranted = () => {
    const answers: ((refusal: Refusal | undefined) => void)[] = [];
    const mayTry = () => new Promise<Refusal | undefined>((resolve) => void answers.push(resolve));
    return { ...startOver({ mayTry }), answers };
  };

  it('is given back at once, and asked for again', async () => {
    const { call, sent, open, answers, undecided, breaker } = startGranted();
    const giveUp = new AbortController();
    const given = [call(giveUp.signal), call(giveUp.signal)];
    await turn();
    giveUp.abort();
    await Promise.all(given);
    answers[0]?.(undefined);
    await turn();
    expect([sent(), undecided()]).toEqual([0, 1]);
    const next = call();
    await turn();
    expect([answers.length, sent()]).toEqual([2, 0]);
    answers[1]?.(undefined);
    await turn();
    open[0]?.resolve();
    expect([await next, breaker.state, undecided()]).toEqual(['answered', 'closed', 1]);
  });

  it('goes to a call that still waits', async () => {
    const { call, sent, open, answers, undecided } = startGranted();
    const giveUp = new AbortController();
    const given = call(giveUp.signal);
    const patient = call();
    await turn();
    giveUp.abort();
    answers[0]?.(undefined);
    await turn();
    open[0]?.resolve();
    expect([await patient, sent(), undecided()]).toEqual(['answered', 1, 0]);
    await given;
  });

  it('is given back where its call is given up in the very moment it comes', async () => {
    const { call, sent, answers, undecided } = startGranted();
    const giveUp = new AbortController();
    const given = call(giveUp.signal);
    await turn();
    answers[0]?.(undefined);
    giveUp.abort();
    await given;
    await turn();
    expect([sent(), undecided()]).toEqual([0, 1]);
  });

  it('is given back where somebody isolates the API meanwhile', async () => {
    const { call, sent, answers, undecided, breaker } = startGranted();
    const given = call();
    await turn();
    const hold = breaker.isolate('maintenance');
    answers[0]?.(undefined);
    expect([await given, sent(), undecided()]).toEqual(['isolated', 0, 1]);
    hold[Symbol.dispose]();
  });
});
