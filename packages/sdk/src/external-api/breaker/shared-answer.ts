/** What the server says of a shared breaker, as far as it matters here. */
export interface SharedState {
  readonly isolated: boolean;
  readonly reason: string;
  /** How long it stays open yet, in milliseconds: 0 when a call may be tried, undefined when it is closed. */
  readonly openForMs: number | undefined;
  readonly openedBy: string | undefined;
}

/** An answer as it is kept: what is left of an opening is counted from when it came, by the clock of this process alone. */
export interface KeptAnswer extends SharedState {
  readonly receivedAtMs: number;
}

export const unknownState: KeptAnswer = {
  isolated: false,
  reason: '',
  openForMs: undefined,
  openedBy: undefined,
  receivedAtMs: 0,
};

/** When an answer came by the clock of this process, and when it was sent by that of the server in Unix milliseconds. */
export interface AnswerTimes {
  readonly receivedAtMs: number;
  readonly sentAtMs: number;
}

/** Reads an answer of the server; what is not there is as in {@link unknownState}. Servers before 0.2 only say until when it is open. */
export const keptAnswerOf = (answer: unknown, { receivedAtMs, sentAtMs }: AnswerTimes): KeptAnswer => {
  const { isolated, reason, openForMs, openUntil, halfOpen, openedBy } = answer as Readonly<Record<string, unknown>>;
  const untilMs = typeof openUntil === 'string' ? Date.parse(openUntil) : NaN;
  const toldMs = typeof openForMs === 'number' ? openForMs : untilMs - sentAtMs;
  const leftMs = Number.isNaN(toldMs) ? undefined : Math.max(0, toldMs);
  return {
    isolated: isolated === true,
    reason: typeof reason === 'string' ? reason : '',
    openForMs: leftMs ?? (halfOpen === true ? 0 : undefined),
    openedBy: typeof openedBy === 'string' ? openedBy : undefined,
    receivedAtMs,
  };
};

export const stateAt = ({ receivedAtMs, openForMs, ...kept }: KeptAnswer, nowMs: number): SharedState => ({
  ...kept,
  openForMs: openForMs === undefined ? undefined : Math.max(0, openForMs - (nowMs - receivedAtMs)),
});
