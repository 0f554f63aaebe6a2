import { durationStep } from '../format/duration-steps.ts';

/** The stretch of time on screen, in ms since the trace began. */
export interface View {
  readonly fromMs: number;
  readonly toMs: number;
}

const leastMs = 0.001;

export const wholeView = (durationMs: number): View => ({ fromMs: 0, toMs: Math.max(leastMs, durationMs) });

/** Keeps a view inside the trace, and no narrower than a microsecond. */
export const clampView = ({ fromMs, toMs }: View, durationMs: number): View => {
  const whole = Math.max(leastMs, durationMs);
  const length = Math.min(whole, Math.max(leastMs, toMs - fromMs));
  const from = Math.min(Math.max(0, fromMs), whole - length);
  return { fromMs: from, toMs: from + length };
};

/** Zooms so that what is at `atMs` stays where it is, or comes to the middle when it was out of view. A factor below 1 comes closer. */
export const zoomView = (view: View, factor: number, atMs: number, durationMs: number): View => {
  const isInView = atMs >= view.fromMs && atMs <= view.toMs;
  const half = ((view.toMs - view.fromMs) * factor) / 2;
  if (!isInView) return clampView({ fromMs: atMs - half, toMs: atMs + half }, durationMs);
  return clampView(
    { fromMs: atMs - (atMs - view.fromMs) * factor, toMs: atMs + (view.toMs - atMs) * factor },
    durationMs,
  );
};

export const panView = (view: View, share: number, durationMs: number): View => {
  const step = (view.toMs - view.fromMs) * share;
  return clampView({ fromMs: view.fromMs + step, toMs: view.toMs + step }, durationMs);
};

/** Where a span is drawn, in shares of the view. */
export const placeSpan = (view: View, startMs: number, durationMs: number) => {
  const length = view.toMs - view.fromMs;
  const start = (startMs - view.fromMs) / length;
  const end = (startMs + durationMs - view.fromMs) / length;
  return { left: Math.max(0, start), right: Math.min(1, end), isBefore: end < 0, isAfter: start > 1 };
};

/** Round times for the ruler, as people count durations, at most `most` of them. */
export const rulerTicks = ({ fromMs, toMs }: View, most: number): number[] => {
  const least = (toMs - fromMs) / Math.max(1, most);
  const step = durationStep(least);
  const first = Math.ceil(fromMs / step);
  return Array.from({ length: Math.max(0, Math.floor(toMs / step) - first + 1) }, (_, index) => (first + index) * step);
};
