/** Wall-clock time in ms that never runs backwards: anchored once, then carried on by the monotonic clock. */
export interface Clock {
  nowMs(): number;
}

export const createClock = (): Clock => {
  const anchorMs = Date.now() - performance.now();
  return { nowMs: () => anchorMs + performance.now() };
};
