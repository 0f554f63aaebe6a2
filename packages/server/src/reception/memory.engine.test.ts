import { expect, test } from 'vitest';
import { memoryIn } from '../storage/state/memory.ts';
import { openTestState } from '../storage/state/_state.ts';
import { receptionMemoryIn } from './memory.ts';

const kept = { receivedUntilMs: 5_000, gaps: [{ fromMs: 1_000, toMs: 2_000 }] };

test('each installation has its own, and the first takes over what was written before there were several', async () => {
  await using state = await openTestState();
  await memoryIn(state).remember('hearing', { heardUntilMs: 5_000, gaps: kept.gaps });
  const [first, second] = [receptionMemoryIn(state, 'first'), receptionMemoryIn(state, 'second')];
  expect(await first.recall()).toEqual(kept);
  expect(await second.recall()).toBeUndefined();
  const later = { receivedUntilMs: 9_000, gaps: [] };
  await second.remember(later);
  expect(await first.recall()).toEqual(kept);
  expect(await second.recall()).toEqual(later);
});
