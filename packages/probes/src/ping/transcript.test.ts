import { expect, test } from 'vitest';
import { clockMs } from '../thread/clock.ts';
import { createTranscript } from './transcript.ts';

test('a ping takes as long as its steps, however late it is heard of them', () => {
  const { add, result } = createTranscript();
  const readyAtMs = clockMs() - 1_000;
  add({ kind: 'ready', atMs: readyAtMs });
  add({ kind: 'begun', step: 'dns', atMs: readyAtMs + 10 });
  add({ kind: 'ended', step: 'dns', durationMs: 40 });
  add({ kind: 'begun', step: 'tcp', atMs: readyAtMs + 50 });
  add({ kind: 'ended', step: 'tcp', durationMs: 150 });
  expect(result().durationMs).toBe(200);
});

test('a step that fails took until it is heard of', () => {
  const { add, fail, result } = createTranscript();
  const readyAtMs = clockMs() - 1_000;
  add({ kind: 'ready', atMs: readyAtMs });
  add({ kind: 'begun', step: 'dns', atMs: readyAtMs + 100 });
  expect(fail()).toBe('dns');
  const { durationMs, steps } = result();
  expect(steps[0]?.durationMs).toBeGreaterThanOrEqual(900);
  expect(durationMs - (steps[0]?.durationMs ?? 0)).toBeCloseTo(100, 1);
});
