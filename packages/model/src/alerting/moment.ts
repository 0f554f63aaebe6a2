/** A time in which nothing could be received. */
export interface DeafTime {
  readonly fromMs: number;
  readonly toMs: number;
}

/** When something is decided, and until when everything sent had been received. Unix ms. */
export interface Moment {
  readonly nowMs: number;
  readonly heardUntilMs: number;
  /** Oldest first, apart from one another. */
  readonly gaps: readonly DeafTime[];
}

/** A moment at which everything has been received. */
export const allHeardAt = (nowMs: number): Moment => ({ nowMs, heardUntilMs: nowMs, gaps: [] });

/** How much of the time since `sinceMs` could be heard, in ms: only that counts where something must last. */
export const heardMs = (sinceMs: number, { heardUntilMs, gaps }: Moment): number =>
  gaps.reduce(
    (heard, { fromMs, toMs }) => heard - Math.max(0, Math.min(toMs, heardUntilMs) - Math.max(fromMs, sinceMs)),
    Math.max(0, heardUntilMs - sinceMs),
  );
