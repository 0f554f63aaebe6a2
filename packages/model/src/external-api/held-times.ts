import type { BreakerState } from './calls.ts';

/** A breaker in one state, from one change to the next. */
export interface BreakerTime {
  readonly breakerId: string;
  readonly state: BreakerState;
  readonly from: string;
  /** Null while it lasts. */
  readonly to: string | null;
}

/** [fromMs, toMs) */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How often, and for how long, calls were not sent. */
export interface HeldTimes {
  readonly times: number;
  readonly ms: number;
}

const isIsolated = ({ state }: BreakerTime): boolean => state === 'isolated';

/** Times breakers were open inside the window; trying a call is part of being open, and time in which several were open counts once. Pure. */
export const openTimes = (spans: readonly BreakerTime[], window: TimeWindow): HeldTimes =>
  heldTimes(
    spans.filter((span) => !isIsolated(span)),
    window,
  );

/** Times breakers were held open by a person. Pure. */
export const isolatedTimes = (spans: readonly BreakerTime[], window: TimeWindow): HeldTimes =>
  heldTimes(spans.filter(isIsolated), window);

const heldTimes = (spans: readonly BreakerTime[], window: TimeWindow): HeldTimes => {
  const inside = spans
    .map((span) => ({ breakerId: span.breakerId, ...clipped(span, window) }))
    .filter(({ fromMs, toMs }) => fromMs <= toMs && fromMs < window.toMs && toMs >= window.fromMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const ofEach = [...Map.groupBy(inside, ({ breakerId }) => breakerId).values()].map(merged);
  return { times: ofEach.reduce((sum, { times }) => sum + times, 0), ms: merged(inside).ms };
};

/** Times that do not touch, and how long they last together; they come in the order they began. */
const merged = (windows: readonly TimeWindow[]): HeldTimes => {
  let [times, ms, endMs] = [0, 0, -Infinity];
  for (const { fromMs, toMs } of windows) {
    if (fromMs > endMs) times += 1;
    ms += Math.max(0, toMs - Math.max(fromMs, endMs));
    endMs = Math.max(endMs, toMs);
  }
  return { times, ms };
};

/** Whether the breaker opened again as a call that was tried failed: it is still the same time. Pure. */
export const isOpenAgain = ({ breakerId, state, from }: BreakerTime, spans: readonly BreakerTime[]): boolean =>
  state === 'open' &&
  spans.some((before) => before.breakerId === breakerId && before.state === 'half-open' && before.to === from);

/** The part of a span inside the window; what lasts goes on to its end. */
export const clipped = ({ from, to }: Pick<BreakerTime, 'from' | 'to'>, window: TimeWindow): TimeWindow => ({
  fromMs: Math.max(window.fromMs, Date.parse(from)),
  toMs: Math.min(window.toMs, to === null ? Infinity : Date.parse(to)),
});
