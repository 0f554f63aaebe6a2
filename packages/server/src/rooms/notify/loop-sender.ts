import { pauseAfterMs, triedForMs } from '@sightglass/model/notify';
import pLimit from 'p-limit';
import type { StateStore } from '../../storage/state/state-store.ts';
import { repeatedly } from '../../schedule/repeatedly.ts';
import { claim, type Claimed, type ClaimParts } from './claim.ts';
import type { NotifyEvents } from './events.ts';
import type { MailSender } from './mail/send.ts';
import { settle } from './store-attempts.ts';

export interface SenderParts extends ClaimParts {
  readonly state: StateStore;
  readonly senders: ReadonlyMap<string, MailSender>;
  readonly nowMs: () => number;
  readonly events: NotifyEvents;
  /** From 0 to 1, so that messages that failed together are not tried together. */
  readonly chance?: () => number;
}

const atOnce = 3;
const everyMs = 2_000;
const againAfterErrorMs = 10_000;

/** One turn: sends what is due and notes how it went; gives how many were tried. The first takes over what a former server had begun. */
export const createSending = (parts: SenderParts): (() => Promise<number>) => {
  const { senders, nowMs, events, state, chance = Math.random } = parts;
  const limit = pLimit(atOnce);
  let isFirst = true;
  const sendOne = async ({ row, channel, message, n }: Claimed): Promise<void> => {
    const beganMs = performance.now();
    const attempt = (await senders.get(channel.name)?.send(row.target, message.raw)) ?? gone;
    const ms = Math.round(performance.now() - beganMs);
    const atMs = nowMs();
    const isTooOld = atMs - row.body.atMs > triedForMs;
    const isOver = attempt.outcome === 'refused' || isTooOld;
    const again = attempt.outcome === 'accepted' || isOver ? null : new Date(atMs + pauseAfterMs(n, chance()));
    await state.transaction((query) => settle(query, { key: row.key, n, at: new Date(atMs), ms, attempt, again }));
    events.tried(channel.name, attempt.outcome);
    if (attempt.outcome !== 'accepted' && again === null) events.refused(channel.name, attempt.answer);
  };
  return async () => {
    const claimed = await claim(parts, nowMs(), isFirst);
    isFirst = false;
    await Promise.all(claimed.map((one) => limit(() => sendOne(one))));
    return claimed.length;
  };
};

const gone = { outcome: 'failed', answer: 'The channel is not configured any more.' } as const;

/** Sends until disposed. */
export const keepSending = (parts: SenderParts): AsyncDisposable => {
  const send = createSending(parts);
  return repeatedly(async () => (await send(), everyMs), {
    againInMs: againAfterErrorMs,
    onError: parts.events.notSent,
  });
};
