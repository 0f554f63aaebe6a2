import type { StateStore } from '../../storage/state/state-store.ts';

const keptForMs = 400 * 86_400_000;

/** What is forgotten once it is older than `$1`: what ended before. Open incidents and alerts stay, however old. */
const statements = [
  'DELETE FROM notifications WHERE incident_no IN (SELECT no FROM incidents WHERE ended_at < $1)',
  'DELETE FROM incidents WHERE ended_at < $1',
  "DELETE FROM alerts WHERE state = 'resolved' AND changed_at < $1",
  'DELETE FROM alert_changes WHERE at < $1',
  'DELETE FROM occurrences WHERE due_at < $1',
  'DELETE FROM silences WHERE until_at < $1',
];

/** Forgets what ended more than 400 days before the given time. */
export const forgetEndedIn =
  (state: StateStore) =>
  async (nowMs: number): Promise<void> => {
    for (const sql of statements) await state.query(sql, [new Date(nowMs - keptForMs)]);
  };
