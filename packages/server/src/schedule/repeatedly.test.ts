import { expect, it } from 'vitest';
import { repeatedly } from './repeatedly.ts';

const quiet = { againInMs: 0, onError: () => {} };

it('works one after the other, waits for what is under way when disposed, and does nothing after that', async () => {
  const seen: string[] = [];
  const { promise: second, resolve: secondBegan } = Promise.withResolvers<void>();
  const going = repeatedly(async (signal) => {
    seen.push('begins');
    if (seen.length > 1) secondBegan();
    await new Promise((resolve) =>
      seen.length > 1 ? signal.addEventListener('abort', resolve) : setImmediate(resolve),
    );
    seen.push(signal.aborted ? 'aborted' : 'ends');
    return 0;
  }, quiet);
  await second;
  await going[Symbol.asyncDispose]();
  await new Promise((resolve) => setTimeout(resolve, 1)); // behind a turn that was due at once
  expect(seen).toEqual(['begins', 'ends', 'begins', 'aborted']);
});

it('disposed before its first turn, it never works', async () => {
  let turns = 0;
  await repeatedly(async () => (turns += 1), { ...quiet, firstInMs: 60_000 })[Symbol.asyncDispose]();
  expect(turns).toBe(0);
});

it('a turn that fails is told, and the next one comes; what fails because it was aborted is not told', async () => {
  const errors: unknown[] = [];
  const { promise: third, resolve: thirdBegan } = Promise.withResolvers<void>();
  let turns = 0;
  const going = repeatedly(
    (signal) => {
      turns += 1;
      if (turns < 3) throw new Error(`turn ${turns}`);
      thirdBegan();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    },
    { againInMs: 0, onError: (error) => errors.push((error as Error).message) },
  );
  await third;
  await going[Symbol.asyncDispose]();
  expect(errors).toEqual(['turn 1', 'turn 2']);
});

it('a turn that does not look at its signal is the last one, and no pause is waited for after it', async () => {
  const { promise: began, resolve: begin } = Promise.withResolvers<void>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let turns = 0;
  const going = repeatedly(async () => {
    turns += 1;
    begin();
    await ended;
    return 1_000_000;
  }, quiet);
  await began;
  const over = going[Symbol.asyncDispose]();
  end();
  await over;
  expect(turns).toBe(1);
});

it.each([
  ['the pause it is in ends', false],
  ['when it works, the next pause is left out', true],
])('when it is due soon: %s', async (_name, isDuringTurn) => {
  const { promise: second, resolve: secondBegan } = Promise.withResolvers<void>();
  const { promise: first, resolve: firstEnded } = Promise.withResolvers<void>();
  let turns = 0;
  const going = repeatedly(async () => {
    turns += 1;
    if (turns > 1) secondBegan();
    await Promise.resolve(); // until `going` is there
    if (turns === 1 && isDuringTurn) going.soon();
    firstEnded();
    return 1_000_000;
  }, quiet);
  await first;
  await new Promise((resolve) => setImmediate(resolve)); // its pause has begun
  if (!isDuringTurn) going.soon();
  await second;
  await going[Symbol.asyncDispose]();
  expect(turns).toBe(2);
});
