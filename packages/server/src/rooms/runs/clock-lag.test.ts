import { expect, test } from 'vitest';
import { type Arrival, clockLagOf, possibleStarts } from './clock-lag.ts';

const minuteMs = 60_000;
/** Started at 0 and lasted ten minutes, by the sender's clock. */
const run = (more: Partial<Arrival>): Arrival => ({
  startedAtMs: 0,
  lastEventAtMs: 10 * minuteMs,
  firstSeenAtMs: 0,
  lastSeenAtMs: 10 * minuteMs,
  leastLagMs: 0,
  ...more,
});
const shifted = (minutes: number): Arrival =>
  run({
    firstSeenAtMs: minutes * minuteMs,
    lastSeenAtMs: (10 + minutes) * minuteMs,
    leastLagMs: minutes * minuteMs,
  });
const together = (minutes: number, lastEventAtMs: number): Arrival =>
  run({
    lastEventAtMs,
    firstSeenAtMs: lastEventAtMs + minutes * minuteMs,
    lastSeenAtMs: lastEventAtMs + minutes * minuteMs,
    leastLagMs: minutes * minuteMs,
  });

test.each<[string, Arrival, ReturnType<typeof clockLagOf>, number[]]>([
  ['a right clock', run({}), null, [0]],
  ['a clock a little behind', run({ leastLagMs: 59_000 }), null, [0]],
  ['a clock behind, sent as it happened', shifted(5), { ms: 5 * minuteMs, isCertain: true }, [5 * minuteMs]],
  ['a clock a time zone behind', shifted(120), { ms: 120 * minuteMs, isCertain: true }, [120 * minuteMs]],
  ['a clock a little ahead', shifted(-3), { ms: -3 * minuteMs, isCertain: true }, [-3 * minuteMs]],
  ['a clock far ahead: its times were put right already', shifted(-90), { ms: -90 * minuteMs, isCertain: true }, [0]],
  ['a short run, all at once', together(5, 1_000), { ms: 5 * minuteMs, isCertain: false }, [0, 5 * minuteMs]],
  ['a long run, all at once', together(5, 10 * minuteMs), { ms: 5 * minuteMs, isCertain: false }, [0, 5 * minuteMs]],
  ['all at once, hours later', together(300, 1_000), { ms: 300 * minuteMs, isCertain: false }, [0]],
  ['stored before arrivals were noted', run({ leastLagMs: null, firstSeenAtMs: null }), null, [0]],
])('%s', (_name, arrival, lag, starts) => {
  expect(clockLagOf(arrival)).toEqual(lag);
  expect(possibleStarts(arrival)).toEqual(starts);
});
