import type { Alert, Incident, Notification } from '@sightglass/model/alerting';
import type { NotificationState, OutboxRow, Withdrawal } from '@sightglass/model/notify';
import type { StateQuery } from '../../../storage/state/state-store.ts';
import type { SentMessage } from './outcome.ts';

/** Whoever chooses what to send waits here for the others. */
const claimLock = 7_419_284_117;

/** A notification, and what its attempts are decided by. */
export interface PendingRow extends OutboxRow {
  readonly channel: string;
  readonly target: string;
  readonly attempts: number;
  readonly failingSinceMs: number | null;
  readonly body: Notification;
  readonly message: SentMessage | null;
  readonly fallbackOf: string | null;
  readonly fellBack: boolean;
}

interface StoredRow {
  readonly key: string;
  readonly incidentNo: number;
  readonly position: number;
  readonly kind: OutboxRow['kind'];
  readonly state: NotificationState;
  readonly mayHaveArrived: boolean;
  readonly leaseUntil: Date | null;
  readonly notBefore: Date;
  readonly channel: string;
  readonly target: string;
  readonly attempts: number;
  readonly failingSince: Date | null;
  readonly body: Notification;
  readonly message: SentMessage | null;
  readonly fallbackOf: string | null;
  readonly fellBack: boolean;
}

const columns = `key, incident_no AS "incidentNo", position::int, kind, status AS state, may_have_arrived AS "mayHaveArrived",
  lease_until AS "leaseUntil", not_before AS "notBefore", channel, target, attempts, failing_since AS "failingSince", body, message,
  fallback_of AS "fallbackOf", fell_back AS "fellBack"`;
const pending = "status IN ('waiting', 'sending', 'retry')";
const mostPending = 2_000;

export const lockOutbox = (query: StateQuery): Promise<unknown> =>
  query('SELECT pg_advisory_xact_lock($1)', [claimLock]);

export const hasPending = async (query: StateQuery): Promise<boolean> => {
  const rows = await query(`SELECT 1 FROM notifications WHERE ${pending} LIMIT 1`);
  return rows.length > 0;
};

/** Pending ones of these channels with all others to the same recipients about the same families of incidents, by recipient and family. */
export const readGroups = async (query: StateQuery, channels: readonly string[]): Promise<PendingRow[][]> => {
  const open = await query<StoredRow>(
    `SELECT ${columns} FROM notifications WHERE channel = ANY($1) AND ${pending} ORDER BY position LIMIT ${mostPending}`,
    [channels],
  );
  if (open.length === 0) return [];
  const families = await readFamilies(query, [...new Set(open.map(({ incidentNo }) => incidentNo))]);
  const settled = await query<StoredRow>(
    `SELECT ${columns} FROM notifications WHERE incident_no = ANY($1) AND channel = ANY($2) AND NOT (${pending})`,
    [[...families.keys()], channels],
  );
  const rows = [...open, ...settled].map((row) => pendingRow(row, families.get(row.incidentNo) ?? row.incidentNo));
  const groups = Map.groupBy(rows, ({ channel, target, family }) => JSON.stringify([channel, target, family]));
  return [...groups.values()];
};

const pendingRow = ({ leaseUntil, notBefore, failingSince, ...row }: StoredRow, family: number): PendingRow => ({
  ...row,
  family,
  leaseUntilMs: leaseUntil?.getTime() ?? null,
  notBeforeMs: notBefore.getTime(),
  failingSinceMs: failingSince?.getTime() ?? null,
});

/** Each incident that is, or has become, part of the same as one of these, with the one that all of them are part of. */
const readFamilies = async (query: StateQuery, nos: readonly number[]): Promise<Map<number, number>> => {
  const rows = await query<{ no: number; root: number }>(
    `WITH RECURSIVE up AS (
       SELECT no, (body ->> 'mergedInto')::int AS parent FROM incidents WHERE no = ANY($1)
       UNION SELECT i.no, (i.body ->> 'mergedInto')::int FROM up JOIN incidents i ON i.no = up.parent
     ), family AS (
       SELECT no, no AS root FROM up WHERE parent IS NULL
       UNION SELECT i.no, family.root FROM family JOIN incidents i ON i.state = 'merged' AND (i.body ->> 'mergedInto')::int = family.no
     ) SELECT no, root FROM family`,
    [nos],
  );
  return new Map(rows.map(({ no, root }) => [no, root]));
};

export const withdraw = async (query: StateQuery, withdrawals: readonly Withdrawal[], now: Date): Promise<void> => {
  for (const { key, why } of withdrawals)
    await query(
      "UPDATE notifications SET status = 'withdrawn', why = $2, settled_at = $3, lease_until = NULL WHERE key = $1",
      [key, why, now],
    );
};

/** What waits for a channel that is not there any more. */
export const withdrawOfOthers = (query: StateQuery, channels: readonly string[], now: Date): Promise<unknown> =>
  query(
    `UPDATE notifications SET status = 'withdrawn', why = 'its channel is not configured any more', settled_at = $2, lease_until = NULL
     WHERE ${pending} AND channel <> 'page' AND NOT channel = ANY($1)`,
    [channels, now],
  );

/** What a message is made of. */
export interface IncidentAsked {
  readonly incident: Incident;
  readonly alerts: readonly Alert[];
}

export const readIncident = async (
  query: StateQuery,
  no: number,
  family: number,
): Promise<IncidentAsked | undefined> => {
  const [found] = await query<{ body: Incident }>('SELECT body FROM incidents WHERE no = $1', [no]);
  if (found === undefined) return undefined;
  const alerts = await query<{ body: Alert }>(
    `SELECT body FROM alerts WHERE incident_no = $1 OR incident_no = $2
       OR fingerprint IN (SELECT fingerprint FROM alert_changes WHERE incident_no = $1) ORDER BY fingerprint LIMIT 500`,
    [no, family],
  );
  return { incident: found.body, alerts: alerts.map(({ body }) => body) };
};

/** What tells the threads of this installation from others. */
export const readMark = async (query: StateQuery): Promise<string> => {
  const [row] = await query<{ mark: string }>('SELECT mark FROM notify_threads');
  return row?.mark ?? '0';
};

/** From here on the message may be on its way. */
export const markSending = (
  query: StateQuery,
  { key, attempts, failingSinceMs }: Pick<PendingRow, 'key' | 'attempts' | 'failingSinceMs'>,
  message: SentMessage,
  leaseUntil: Date,
): Promise<unknown> =>
  query(
    `UPDATE notifications SET status = 'sending', lease_until = $2, attempts = $3, message = $4, failing_since = $5 WHERE key = $1`,
    [key, leaseUntil, attempts, JSON.stringify(message), failingSinceMs === null ? null : new Date(failingSinceMs)],
  );
