import type { BreakerSpan } from '@sightglass/model/api';

/** [fromMs, toMs) */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How often, and for how long, calls were held back. */
export interface HeldTimes {
  readonly times: number;
  readonly ms: number;
}

const isIsolated = ({ state }: BreakerSpan): boolean => state === 'isolated';

/** Times breakers were open inside the window; trying a call is part of being open, and breakers open side by side count once. Pure. */
export const openTimes = (spans: readonly BreakerSpan[], window: TimeWindow): HeldTimes =>
  heldTimes(
    spans.filter((span) => !isIsolated(span)),
    window,
  );

/** Times breakers were held open by a person. Pure. */
export const isolatedTimes = (spans: readonly BreakerSpan[], window: TimeWindow): HeldTimes =>
  heldTimes(spans.filter(isIsolated), window);

const heldTimes = (spans: readonly BreakerSpan[], window: TimeWindow): HeldTimes => {
  const inside = spans
    .map((span) => clipped(span, window))
    .filter(({ fromMs, toMs }) => fromMs <= toMs && fromMs < window.toMs && toMs >= window.fromMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
  let [times, ms, endMs] = [0, 0, -Infinity];
  for (const { fromMs, toMs } of inside) {
    if (fromMs > endMs) times += 1;
    ms += Math.max(0, toMs - Math.max(fromMs, endMs));
    endMs = Math.max(endMs, toMs);
  }
  return { times, ms };
};

/** The part of a span inside the window; what lasts goes on to its end. */
export const clipped = ({ from, to }: Pick<BreakerSpan, 'from' | 'to'>, window: TimeWindow): TimeWindow => ({
  fromMs: Math.max(window.fromMs, Date.parse(from)),
  toMs: Math.min(window.toMs, to === null ? Infinity : Date.parse(to)),
});
