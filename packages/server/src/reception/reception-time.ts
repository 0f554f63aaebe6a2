/** A time in which we could not hear: the server was down, asleep or had no room, and its senders were waiting to try again. */
export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A moment, and how much had been heard by then. Silence is only what we could have heard and did not. */
export interface Moment {
  readonly nowMs: number;
  /** What arrived later may be accepted and still on its way into the engine. */
  readonly heardUntilMs: number;
  /** Oldest first, apart from one another. */
  readonly gaps: readonly Gap[];
}

/** A moment at which everything has been heard. */
export const momentAt = (nowMs: number): Moment => ({ nowMs, heardUntilMs: nowMs, gaps: [] });

/** For how long nothing was heard since `sinceMs`, though it could have been. */
export const silenceMs = (sinceMs: number, { heardUntilMs, gaps }: Moment): number =>
  gaps.reduce(
    (silence, { fromMs, toMs }) => silence - Math.max(0, Math.min(toMs, heardUntilMs) - Math.max(fromMs, sinceMs)),
    Math.max(0, heardUntilMs - sinceMs),
  );

/** The gaps with one more, joined to those it touches. */
export const withGap = (gaps: readonly Gap[], gap: Gap): Gap[] => {
  const touches = ({ fromMs, toMs }: Gap): boolean => fromMs <= gap.toMs && toMs >= gap.fromMs;
  const touched = [gap, ...gaps.filter(touches)];
  const joined = {
    fromMs: Math.min(...touched.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...touched.map(({ toMs }) => toMs)),
  };
  return [...gaps.filter((other) => !touches(other)), joined].sort((a, b) => a.fromMs - b.fromMs);
};
