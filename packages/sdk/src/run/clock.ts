import type { HrTime } from '@opentelemetry/api';

/** Wall-clock time in ms that never runs backwards: anchored once, then carried on by the monotonic clock. */
export interface Clock {
  nowMs(): number;
}

export const createClock = (): Clock => {
  const anchorMs = Date.now() - performance.now();
  return { nowMs: () => anchorMs + performance.now() };
};

/** The same time as a span has it; to the nanosecond what an event at `atMs` is stamped with. */
export const hrTimeOf = (atMs: number): HrTime => {
  const seconds = Math.floor(atMs / 1000);
  return [seconds, Math.round((atMs - seconds * 1000) * 1e6)];
};
