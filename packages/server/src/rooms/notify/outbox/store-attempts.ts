import type { StateQuery } from '../../../storage/state/state-store.ts';
import type { Attempt } from './outcome.ts';

/** An attempt, and by whose server. */
export interface Tried {
  /** Counts the attempts of one notification, from 1. */
  readonly n: number;
  readonly channel: string;
  readonly at: Date;
  readonly ms: number;
  readonly attempt: Attempt;
}

export interface Settled {
  readonly key: string;
  readonly tried: readonly Tried[];
  /** When it is tried again; null: not at all. */
  readonly again: Date | null;
}

const noteDelivery = (query: StateQuery, key: string, { n, channel, at, ms, attempt }: Tried): Promise<unknown> =>
  query(
    `INSERT INTO deliveries (notification_key, n, channel, at, ms, outcome, answer) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (notification_key, n) DO NOTHING`,
    [key, n, channel, at, ms, attempt.outcome, attempt.answer],
  );

/** Notes how attempts went, and what becomes of the notification. Nothing but words is kept of a message that is not sent again. */
export const settle = async (query: StateQuery, { key, tried, again }: Settled): Promise<void> => {
  for (const one of tried) await noteDelivery(query, key, one);
  const isAccepted = tried.some(({ attempt }) => attempt.outcome === 'accepted');
  const last = tried.at(-1);
  if (last === undefined) return;
  await query(
    `UPDATE notifications SET status = $2, not_before = coalesce($3, not_before), settled_at = $4, lease_until = NULL, why = $5,
       failing_since = CASE WHEN $6 THEN NULL ELSE coalesce(failing_since, $7) END, may_have_arrived = may_have_arrived OR $8, attempts = $9,
       message = CASE WHEN $4::timestamptz IS NULL THEN message ELSE (message::jsonb - 'raw')::json END
     WHERE key = $1 AND status = 'sending'`,
    [
      key,
      isAccepted ? 'accepted' : again === null ? 'dead' : 'retry',
      again,
      again === null ? last.at : null,
      isAccepted ? '' : last.attempt.answer,
      isAccepted,
      last.at,
      tried.some(({ attempt }) => attempt.outcome === 'uncertain'),
      last.n,
    ],
  );
};

/** Attempts that nobody goes on with are over: whether the message arrived is not known, so it is sent again as the same. */
export const takeOver = async (query: StateQuery, now: Date, isFirst: boolean): Promise<void> => {
  const broken = await query<{ key: string; n: number; channel: string }>(
    `UPDATE notifications SET status = 'retry', may_have_arrived = true, not_before = $1, lease_until = NULL,
       why = 'the server ended while it was being sent'
     WHERE status = 'sending' AND (lease_until < $1 OR $2) RETURNING key, attempts AS n, channel`,
    [now, isFirst],
  );
  for (const { key, n, channel } of broken)
    await noteDelivery(query, key, { n, channel, at: now, ms: 0, attempt: brokenOff });
};

const brokenOff: Attempt = {
  outcome: 'uncertain',
  answer:
    'The server ended during this attempt. Whether it arrived is not known, so it is sent again as the same message.',
};
