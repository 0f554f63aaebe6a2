/** A time in which we could not receive: the server was down, asleep or had no room, and its senders were waiting to try again. */
export interface ReceivingGap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A time, and until when everything sent had been received. Silence counts only while we could receive. */
export interface ReceptionTime {
  readonly nowMs: number;
  /** What arrived later may be accepted and still on its way into the engine. */
  readonly receivedUntilMs: number;
  /** When the server first ran; absent when that was not noted. */
  readonly receivedSinceMs?: number | undefined;
  /** Oldest first, apart from one another. */
  readonly gaps: readonly ReceivingGap[];
}

/** A time at which everything has been received. */
export const allReceivedAt = (nowMs: number): ReceptionTime => ({ nowMs, receivedUntilMs: nowMs, gaps: [] });

/** For how long nothing was received since `sinceMs`, though it could have been. */
export const silenceMs = (sinceMs: number, { receivedUntilMs, gaps }: ReceptionTime): number =>
  gaps.reduce(
    (silence, { fromMs, toMs }) => silence - Math.max(0, Math.min(toMs, receivedUntilMs) - Math.max(fromMs, sinceMs)),
    Math.max(0, receivedUntilMs - sinceMs),
  );

/** The gaps with one more, joined to those it touches. */
export const withGap = (gaps: readonly ReceivingGap[], gap: ReceivingGap): ReceivingGap[] => {
  const touches = ({ fromMs, toMs }: ReceivingGap): boolean => fromMs <= gap.toMs && toMs >= gap.fromMs;
  const joining = [gap, ...gaps.filter(touches)];
  const joined = {
    fromMs: Math.min(...joining.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...joining.map(({ toMs }) => toMs)),
  };
  return [...gaps.filter((other) => !touches(other)), joined].sort((a, b) => a.fromMs - b.fromMs);
};
