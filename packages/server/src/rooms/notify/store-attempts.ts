import type { StateQuery } from '../../storage/state/state-store.ts';
import type { Attempt, Outcome } from './outcome.ts';

export interface Settled {
  readonly key: string;
  readonly n: number;
  readonly at: Date;
  readonly ms: number;
  readonly attempt: Attempt;
  /** When it is tried again; null: not at all. */
  readonly again: Date | null;
}

const noteDelivery = (
  query: StateQuery,
  { key, n, at, ms }: Omit<Settled, 'attempt' | 'again'>,
  outcome: Outcome,
  answer: string,
): Promise<unknown> =>
  query(
    `INSERT INTO deliveries (notification_key, n, at, ms, outcome, answer) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (notification_key, n) DO NOTHING`,
    [key, n, at, ms, outcome, answer],
  );

/** Notes how an attempt went, and what becomes of the notification. */
export const settle = async (query: StateQuery, settled: Settled): Promise<void> => {
  const { key, at, attempt, again } = settled;
  await noteDelivery(query, settled, attempt.outcome, attempt.answer);
  if (attempt.outcome === 'accepted') {
    await query(
      `UPDATE notifications SET status = 'accepted', settled_at = $2, lease_until = NULL, failing_since = NULL, why = '',
         message = (message::jsonb - 'raw')::json WHERE key = $1 AND status = 'sending'`,
      [key, at],
    );
    return;
  }
  await query(
    `UPDATE notifications SET status = $2, not_before = coalesce($3, not_before), settled_at = $4, lease_until = NULL, why = $5,
       failing_since = coalesce(failing_since, $6), may_have_arrived = may_have_arrived OR $7
     WHERE key = $1 AND status = 'sending'`,
    [
      key,
      again === null ? 'dead' : 'retry',
      again,
      again === null ? at : null,
      attempt.answer,
      at,
      attempt.outcome === 'uncertain',
    ],
  );
};

/** Attempts that nobody goes on with are over: whether the message arrived is not known, so it is sent again as the same. */
export const takeOver = async (query: StateQuery, now: Date, isFirst: boolean): Promise<void> => {
  const broken = await query<{ key: string; n: number }>(
    `UPDATE notifications SET status = 'retry', may_have_arrived = true, not_before = $1, lease_until = NULL,
       why = 'the server ended while it was being sent'
     WHERE status = 'sending' AND (lease_until < $1 OR $2) RETURNING key, attempts AS n`,
    [now, isFirst],
  );
  for (const { key, n } of broken)
    await noteDelivery(
      query,
      { key, n, at: now, ms: 0 },
      'uncertain',
      'The server ended during this attempt. Whether it arrived is not known, so it is sent again as the same message.',
    );
};
