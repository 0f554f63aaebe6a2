import { expect, test } from 'vitest';
import { type HearingMemory, startHearing } from './reception.ts';
import { silenceMs } from './reception-time.ts';

const minuteMs = 60_000;

/** A clock that is set, and a memory that outlives the hearing. */
const world = () => {
  const state = { nowMs: 10 * minuteMs, canHear: true, oldestUnread: undefined as Date | undefined };
  let memory: HearingMemory | undefined;
  const start = () =>
    startHearing({
      recall: async () => memory,
      remember: async (next) => void (memory = next),
      canHear: () => state.canHear,
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
    await before.listen();
  }
  state.nowMs += minuteMs;
  await using after = await start();
  expect(silenceMs(9 * minuteMs, after.at(state.nowMs))).toBe(minuteMs + 20_000);
});

test('what waits to be loaded is not silence', async () => {
  const { state, start } = world();
  await using hearing = await start();
  state.oldestUnread = new Date(state.nowMs + minuteMs);
  expect(hearing.at(state.nowMs + 5 * minuteMs).heardUntilMs).toBe(state.nowMs + minuteMs);
  state.oldestUnread = undefined;
  expect(hearing.at(state.nowMs + 5 * minuteMs).heardUntilMs).toBe(state.nowMs + 5 * minuteMs);
});

test.each([
  ['has no room', { canHear: false }, 10_000],
  ['was asleep', { canHear: true }, 5 * minuteMs],
])('a server that %s hears nothing', async (_name, change, passedMs) => {
  const { state, start } = world();
  await using hearing = await start();
  state.nowMs += 20_000;
  await hearing.listen();
  Object.assign(state, change, { nowMs: state.nowMs + 20_000 });
  await hearing.listen();
  state.nowMs += passedMs;
  await hearing.listen();
  expect(hearing.at(state.nowMs).gaps.at(-1)?.toMs).toBe(state.nowMs + 30_000);
});
