import { fallbackAfterMs, pauseAfterMs, triedForMs } from '@sightglass/model/notify';
import pLimit from 'p-limit';
import type { StateStore } from '../../../storage/state/state-store.ts';
import { repeatedly } from '../../../schedule/repeatedly.ts';
import { claim, type Claimed, type ClaimParts } from './claim.ts';
import type { NotifyEvents } from '../events.ts';
import type { MailSender } from '../mail/send.ts';
import { settle, type Tried } from './store-attempts.ts';
import type { NotifyLog } from '../store-log.ts';
import type { PendingRow } from './store-outbox.ts';

export interface SenderParts extends ClaimParts {
  readonly state: StateStore;
  readonly senders: ReadonlyMap<string, MailSender>;
  readonly nowMs: () => number;
  readonly events: NotifyEvents;
  /** From 0 to 1, so that messages that failed together are not tried together. */
  readonly chance?: () => number;
}

const atOnce = 4;
const everyMs = 2_000;
const againAfterErrorMs = 10_000;

/** One turn: sends what is due and notes how it went; gives how many were tried. The first takes over what a former server had begun. */
export const createSending = (parts: SenderParts): ((signal?: AbortSignal) => Promise<number>) => {
  const { senders, nowMs, events, state, chance = Math.random } = parts;
  const limit = pLimit(atOnce);
  let isFirst = true;
  const attemptBy = async (
    channel: string,
    { row, message }: Claimed,
    n: number,
    signal?: AbortSignal,
  ): Promise<Tried> => {
    const beganMs = performance.now();
    const attempt = (await senders.get(channel)?.send(row.target, message.raw, signal)) ?? gone;
    events.tried(channel, attempt.outcome);
    return { n, channel, at: new Date(nowMs()), ms: Math.round(performance.now() - beganMs), attempt };
  };
  const sendOne = async (claimed: Claimed, signal?: AbortSignal): Promise<void> => {
    const { row, channel, n } = claimed;
    const first = await attemptBy(channel.name, claimed, n, signal);
    const isDue = isFallbackDue(row, first, nowMs());
    const { fallback } = channel;
    const tried =
      isDue && fallback !== undefined ? [first, await attemptBy(fallback, claimed, n + 1, signal)] : [first];
    const again = againAt({ row, tried, hasFallback: fallback !== undefined, nowMs: nowMs(), chance: chance() });
    await state.transaction((query) => settle(query, { key: row.key, tried, again }));
    const last = tried.at(-1);
    if (again === null && last !== undefined && last.attempt.outcome !== 'accepted')
      events.refused(last.channel, last.attempt.answer);
  };
  return async (signal) => {
    const claimed = await claim(parts, nowMs(), isFirst);
    isFirst = false;
    await Promise.all(claimed.map((one) => limit(() => sendOne(one, signal))));
    return claimed.length;
  };
};

const gone = { outcome: 'failed', answer: 'The channel is not configured any more.' } as const;

/** Whether the other channel has its turn: what this one refused, or could not send for some time. */
const isFallbackDue = ({ failingSinceMs, body }: PendingRow, { attempt, at }: Tried, nowMs: number): boolean =>
  attempt.outcome === 'refused' ||
  (attempt.outcome !== 'accepted' && nowMs - (failingSinceMs ?? at.getTime()) >= fallbackAfterMs(body.severity));

interface AgainAsked {
  readonly row: PendingRow;
  readonly tried: readonly Tried[];
  readonly hasFallback: boolean;
  readonly nowMs: number;
  readonly chance: number;
}

/** When it is tried again: with a fallback, not later than that has its first turn; null: not at all. */
const againAt = ({ row, tried, hasFallback, nowMs, chance }: AgainAsked): Date | null => {
  const outcomes = tried.map(({ attempt }) => attempt.outcome);
  const isTooOld = nowMs - row.body.atMs > triedForMs;
  if (outcomes.includes('accepted') || isTooOld || outcomes.every((one) => one === 'refused')) return null;
  const atMs = nowMs + pauseAfterMs(row.attempts, chance);
  const turnMs = (row.failingSinceMs ?? nowMs) + fallbackAfterMs(row.body.severity);
  return new Date(hasFallback && turnMs > nowMs ? Math.min(atMs, turnMs) : atMs);
};

/** Sends until disposed. */
export const keepSending = (parts: SenderParts): AsyncDisposable => {
  const send = createSending(parts);
  return repeatedly(async (signal) => (await send(signal), everyMs), {
    againInMs: againAfterErrorMs,
    onError: parts.events.notSent,
  });
};

const deliveriesKeptMs = 90 * 86_400_000;
const forgetEveryMs = 6 * 3_600_000;

/** Forgets old attempts until disposed. */
export const keepForgetting = (log: NotifyLog, nowMs: () => number, { notSent }: NotifyEvents): AsyncDisposable =>
  repeatedly(async () => (await log.forgetDeliveries(new Date(nowMs() - deliveriesKeptMs)), forgetEveryMs), {
    firstInMs: forgetEveryMs,
    againInMs: forgetEveryMs,
    onError: notSent,
  });
