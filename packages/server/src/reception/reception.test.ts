import { expect, test } from 'vitest';
import { type ReceptionMemory, startReception } from './reception.ts';
import { silenceMs } from './reception-time.ts';

const minuteMs = 60_000;

/** A clock that is set, and a memory that outlives the reception. */
const world = () => {
  const state = { nowMs: 10 * minuteMs, canReceive: true, oldestUnread: undefined as Date | undefined };
  let memory: ReceptionMemory | undefined;
  const start = () =>
    startReception({
      recall: async () => memory,
      remember: async (next) => void (memory = next),
      canReceive: () => state.canReceive,
      oldestUnread: () => state.oldestUnread,
      onError: (error) => expect.fail(String(error)),
      now: () => state.nowMs,
    });
  return { state, start };
};

test('the time a server was down, and the time its senders take to come back, is no silence', async () => {
  const { state, start } = world();
  const before = await start();
  await before[Symbol.asyncDispose]();
  state.nowMs += 60 * minuteMs;
  await using after = await start();
  const lastSeenMs = 10 * minuteMs;
  expect(silenceMs(lastSeenMs, after.at(state.nowMs))).toBe(0);
  expect(silenceMs(lastSeenMs, after.at(state.nowMs + 30_000))).toBe(0);
  expect(silenceMs(lastSeenMs, after.at(state.nowMs + 45_000))).toBe(15_000);
});

test('who was silent before the server went down stays so', async () => {
  const { state, start } = world();
  {
    await using before = await start();
    state.nowMs += 20_000;
    await before.check();
  }
  state.nowMs += minuteMs;
  await using after = await start();
  expect(silenceMs(9 * minuteMs, after.at(state.nowMs))).toBe(minuteMs + 20_000);
});

test('what waits to be loaded is not silence', async () => {
  const { state, start } = world();
  await using reception = await start();
  state.oldestUnread = new Date(state.nowMs + minuteMs);
  expect(reception.at(state.nowMs + 5 * minuteMs).receivedUntilMs).toBe(state.nowMs + minuteMs);
  state.oldestUnread = undefined;
  expect(reception.at(state.nowMs + 5 * minuteMs).receivedUntilMs).toBe(state.nowMs + 5 * minuteMs);
});

test.each([
  ['has no room', { canReceive: false }, 10_000],
  ['was asleep', { canReceive: true }, 5 * minuteMs],
])('a server that %s receives nothing', async (_name, change, passedMs) => {
  const { state, start } = world();
  await using reception = await start();
  state.nowMs += 20_000;
  await reception.check();
  Object.assign(state, change, { nowMs: state.nowMs + 20_000 });
  await reception.check();
  state.nowMs += passedMs;
  await reception.check();
  expect(reception.at(state.nowMs).gaps.at(-1)?.toMs).toBe(state.nowMs + 30_000);
});

test('when it first ran is kept over restarts', async () => {
  const { state, start } = world();
  {
    await using first = await start();
    expect(first.at(state.nowMs).receivedSinceMs).toBe(10 * minuteMs);
    state.nowMs += 60 * minuteMs;
  }
  await using again = await start();
  expect(again.at(state.nowMs).receivedSinceMs).toBe(10 * minuteMs);
});
