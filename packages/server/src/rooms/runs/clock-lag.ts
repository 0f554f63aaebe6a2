/** What arrival says of a sender's clock; null in runs stored before it was noted. */
export interface Arrival {
  readonly startedAtMs: number;
  /** By the sender's clock. */
  readonly lastEventAtMs: number;
  readonly firstSeenAtMs?: number | null;
  readonly lastSeenAtMs: number;
  /** The least time that any event took from its own time to its arrival; below 0 when the sender's clock is ahead. */
  readonly leastLagMs?: number | null;
}

/** How far the clock of a run's host is from ours, in milliseconds: above 0 when it is behind. */
export interface ClockLag {
  readonly ms: number;
  /** Its events came as they happened. Otherwise they may have been sent late by a right clock. */
  readonly isCertain: boolean;
}

/** Less needs no mention. */
const leastLagMs = 60_000;
/** Of a clock further ahead, times were moved back to their arrival when its events were folded (migration 0013). */
export const mostAheadMs = 5 * 60_000;
/** Events of so short a run come together even when they are sent at once. */
const shortMs = 30_000;
/** A lag that may be a late delivery counts as a slow clock up to here. */
const mostUncertainMs = 3_600_000;

/** Null when the clock is right, or nothing is known of it. */
export const clockLagOf = (run: Arrival): ClockLag | null => {
  const { leastLagMs: ms, firstSeenAtMs } = run;
  if (ms === undefined || ms === null || Math.abs(ms) < leastLagMs) return null;
  if (ms < 0) return { ms, isCertain: true };
  const happenedForMs = run.lastEventAtMs - run.startedAtMs;
  const arrivedForMs = run.lastSeenAtMs - (firstSeenAtMs ?? run.lastSeenAtMs);
  return { ms, isCertain: happenedForMs > shortMs && arrivedForMs >= happenedForMs / 2 };
};

/** What is certainly to be added to the times of a run, to have them by our clock. */
export const certainlyBehindMs = (lag: ClockLag | null): number =>
  lag !== null && lag.isCertain && lag.ms >= -mostAheadMs ? lag.ms : 0;

/** When a run may have started by our clock: two times while it is unknown whether its own clock is behind. */
export const possibleStarts = (run: Arrival): readonly number[] => {
  const lag = clockLagOf(run);
  if (lag === null || lag.isCertain) return [run.startedAtMs + certainlyBehindMs(lag)];
  const byOurClockMs = run.startedAtMs + lag.ms;
  return lag.ms > mostUncertainMs ? [run.startedAtMs] : [run.startedAtMs, byOurClockMs];
};
