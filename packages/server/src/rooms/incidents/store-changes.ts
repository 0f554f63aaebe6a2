import { type Changes, pageRecipient, type World } from '@sightglass/model/alerting';
import type { StateQuery } from '../../storage/state/state-store.ts';

/** When the decision was made. */
type DecidedAt = Pick<World, 'atMs' | 'beganAtMs'>;

/** Rows of one table, and the statement that takes them all as one JSON text. */
interface Put {
  readonly sql: string;
  readonly rows: (changes: Changes, decided: DecidedAt) => readonly object[];
}

const at = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** An incident before what refers to it. */
const puts: readonly Put[] = [
  {
    sql: `INSERT INTO incidents (no, version, state, severity, opened_at, resolved_at, ended_at, body)
      SELECT * FROM json_to_recordset($1::json) AS r(no int, version int, state text, severity text, opened_at timestamptz, resolved_at timestamptz, ended_at timestamptz, body json)
      ON CONFLICT (no) DO UPDATE SET version = excluded.version, state = excluded.state, severity = excluded.severity,
        resolved_at = excluded.resolved_at, ended_at = excluded.ended_at, body = excluded.body`,
    rows: ({ incidents }, { atMs }) =>
      incidents.map((body) => ({
        no: body.no,
        version: body.version,
        state: body.state,
        severity: body.severity,
        opened_at: at(body.openedAtMs),
        resolved_at: at(body.resolvedAtMs),
        // One that became part of another has ended as itself.
        ended_at: at(body.state === 'merged' ? atMs : body.endedAtMs),
        body,
      })),
  },
  {
    sql: `INSERT INTO alerts (fingerprint, state, incident_no, changed_at, body)
      SELECT * FROM json_to_recordset($1::json) AS r(fingerprint text, state text, incident_no int, changed_at timestamptz, body json)
      ON CONFLICT (fingerprint) DO UPDATE SET state = excluded.state, incident_no = excluded.incident_no,
        changed_at = excluded.changed_at, body = excluded.body`,
    rows: ({ alerts }, { atMs }) =>
      alerts.map((body) => ({
        fingerprint: body.fingerprint,
        state: body.state,
        incident_no: body.incidentNo,
        changed_at: at(atMs),
        body,
      })),
  },
  {
    sql: `INSERT INTO alert_changes (fingerprint, at, from_state, to_state, reason, run_id, incident_no)
      SELECT * FROM json_to_recordset($1::json) AS r(fingerprint text, at timestamptz, from_state text, to_state text, reason text, run_id text, incident_no int)`,
    rows: ({ alertChanges }) =>
      alertChanges.map(({ fingerprint, atMs, from, to, reason, runId, incidentNo }) => ({
        fingerprint,
        at: at(atMs),
        from_state: from,
        to_state: to,
        reason,
        run_id: runId,
        incident_no: incidentNo,
      })),
  },
  {
    sql: `INSERT INTO incident_events (incident_no, seq, at, kind, by_name, sentence)
      SELECT * FROM json_to_recordset($1::json) AS r(incident_no int, seq int, at timestamptz, kind text, by_name text, sentence json)`,
    rows: ({ events }) =>
      events.map(({ incidentNo, seq, atMs, kind, by, sentence }) => ({
        incident_no: incidentNo,
        seq,
        at: at(atMs),
        kind,
        by_name: by,
        sentence,
      })),
  },
  {
    sql: `INSERT INTO notifications (key, incident_no, seq, kind, channel, target, status, at, body)
      SELECT * FROM json_to_recordset($1::json) AS r(key text, incident_no int, seq int, kind text, channel text, target text, status text, at timestamptz, body json)`,
    // Those of the page are there once they are stored; all others wait to be sent.
    rows: ({ notifications }) =>
      notifications.map((body) => ({
        ...body,
        incident_no: body.incidentNo,
        status: body.channel === pageRecipient.channel ? 'shown' : 'waiting',
        at: at(body.atMs),
        body,
      })),
  },
  {
    sql: `INSERT INTO alerting_timers (key, kind, incident_no, due_at)
      SELECT * FROM json_to_recordset($1::json) AS r(key text, kind text, incident_no int, due_at timestamptz)
      ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at`,
    rows: ({ timersSet }) =>
      timersSet.map(({ key, kind, incidentNo, dueAtMs }) => ({
        key,
        kind,
        incident_no: incidentNo,
        due_at: at(dueAtMs),
      })),
  },
];

/** All of it, or with the transaction nothing; one statement a table, however many rows. */
export const storeChanges = async (query: StateQuery, decided: DecidedAt, changes: Changes): Promise<void> => {
  for (const { sql, rows } of puts) {
    const found = rows(changes, decided);
    if (found.length > 0) await query(sql, [JSON.stringify(found)]);
  }
  if (changes.timersDone.length > 0)
    await query('DELETE FROM alerting_timers WHERE key = ANY($1)', [[...changes.timersDone]]);
  await query('UPDATE alerting SET version = version + 1, decided_at = $1, began_at = $2', [
    new Date(decided.atMs),
    new Date(decided.beganAtMs),
  ]);
};
