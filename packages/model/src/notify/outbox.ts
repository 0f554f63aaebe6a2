import type { TellingKind } from '../alerting/incidents/incident.ts';

/**
 * How a notification stands. `sending`: an attempt goes on, or was broken off. `accepted`: the next server has taken it, which is not that
 * somebody has read it. `dead`: it is not tried any more. `withdrawn`: not needed any more. `shown`: it is on its page, and nothing is sent.
 */
export const notificationStates = ['waiting', 'sending', 'retry', 'accepted', 'dead', 'withdrawn', 'shown'] as const;
export type NotificationState = (typeof notificationStates)[number];

/** One notification as the decision what to send sees it. Times in unix ms. */
export interface OutboxRow {
  readonly key: string;
  readonly incidentNo: number;
  /** The incident that it is part of now; its own number where it is part of none. */
  readonly family: number;
  /** Counts up over all notifications. */
  readonly position: number;
  readonly kind: TellingKind;
  readonly state: NotificationState;
  /** An attempt was broken off after the message had left: it may have arrived. */
  readonly mayHaveArrived: boolean;
  /** Until when an attempt may go on; null where none does. */
  readonly leaseUntilMs: number | null;
  readonly notBeforeMs: number;
}

export interface Withdrawal {
  readonly key: string;
  readonly why: string;
}

/** What to do for one recipient of one incident. */
export interface Turn {
  /** The one to send; undefined where nothing is due. */
  readonly send: string | undefined;
  /** Those whose words are not needed any more. */
  readonly withdraw: readonly Withdrawal[];
}

const isPending = ({ state }: OutboxRow): boolean => state === 'waiting' || state === 'retry' || state === 'sending';
/** The only word that takes knowledge away: who has it needs no other end. */
const isEnd = ({ kind }: OutboxRow): boolean => kind === 'resolved';

/**
 * What to send to one recipient about one family of incidents, all of whose notifications are given: of several that wait, the latest word
 * alone; the end of trouble to those who know of it, or may, and to nobody else. Pure.
 */
export const turnOf = (rows: readonly OutboxRow[], nowMs: number): Turn => {
  const inOrder = rows.toSorted((a, b) => a.position - b.position);
  const pending = inOrder.filter(isPending);
  const last = pending.at(-1);
  const isUnderWay = pending.some(({ leaseUntilMs }) => leaseUntilMs !== null && leaseUntilMs > nowMs);
  if (last === undefined || isUnderWay) return { send: undefined, withdraw: [] };
  const earlier = pending.slice(0, -1);
  if (isEnd(last) && !mayKnow(inOrder.filter((row) => row !== last)))
    return { send: undefined, withdraw: pending.map(({ key }) => ({ key, why: overBefore })) };
  const why = isEnd(last) ? 'it was over before this was sent' : 'a later message holds the latest word';
  return {
    send: last.notBeforeMs <= nowMs ? last.key : undefined,
    withdraw: earlier.map(({ key }) => ({ key, why })),
  };
};

const overBefore = 'it was over before anybody could be told';

/** Whether this recipient has been told of trouble, or may have been, and not yet of its end. */
const mayKnow = (before: readonly OutboxRow[]): boolean => {
  let knows = false;
  for (const row of before) {
    const arrived = row.state === 'accepted' || row.state === 'shown';
    if (isEnd(row)) knows &&= !arrived;
    else knows ||= arrived || row.mayHaveArrived;
  }
  return knows;
};

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const pausesMs = [5 * secondMs, 15 * secondMs, 45 * secondMs, 2 * minuteMs, 5 * minuteMs, 15 * minuteMs, 30 * minuteMs];
const jitter = 0.2;
/** A message that could not be sent for so long is not tried any more. */
export const triedForMs = 1_440 * 60_000;

/** The pause after so many attempts that failed, in ms: up to a fifth more or less, by `chance` from 0 to 1. */
export const pauseAfterMs = (attempts: number, chance: number): number => {
  const pauseMs = pausesMs[Math.min(attempts, pausesMs.length) - 1] ?? 5 * secondMs;
  return Math.round(pauseMs * (1 + jitter * (2 * chance - 1)));
};

/** After so long without success the fallback channel has its turn. */
export const fallbackAfterMs = (severity: string): number => (severity === 'P1' ? minuteMs : 5 * minuteMs);
