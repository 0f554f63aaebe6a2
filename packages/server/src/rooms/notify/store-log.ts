import type { Incident, Notification } from '@sightglass/model/alerting';
import type { NotificationState } from '@sightglass/model/notify';
import type { StateStore, StateValue } from '../../storage/state/state-store.ts';
import type { Outcome } from './outbox/outcome.ts';

export interface LoggedDelivery {
  readonly at: string;
  readonly channel: string;
  readonly ms: number;
  readonly outcome: Outcome;
  readonly answer: string;
}

export interface LoggedNotification {
  readonly position: number;
  readonly key: string;
  readonly at: Date;
  readonly state: NotificationState;
  readonly why: string;
  readonly settledAt: Date | null;
  readonly notBefore: Date;
  readonly attempts: number;
  readonly subject: string | null;
  readonly text: string | null;
  readonly body: Notification;
  readonly root: Incident['root'];
  readonly pipelines: readonly string[];
  readonly deliveries: readonly LoggedDelivery[];
}

export interface LogFilter {
  readonly incidentNo?: number | undefined;
  readonly channel?: string | undefined;
  readonly state?: NotificationState | undefined;
  readonly beforePosition?: number | undefined;
  readonly limit: number;
}

export interface ChannelFigures {
  readonly channel: string;
  readonly lastAcceptedAt: Date | null;
  readonly lastFailedAt: Date | null;
  readonly lastFailure: string | null;
}

const pending = "status IN ('waiting', 'sending', 'retry')";

export const notifyLogIn = (state: Pick<StateStore, 'query'>) => ({
  /** Newest first; not those of the page. */
  list({ incidentNo, channel, state: wanted, beforePosition, limit }: LogFilter): Promise<LoggedNotification[]> {
    const values: StateValue[] = [incidentNo ?? 0, channel ?? '', wanted ?? '', beforePosition ?? 0, limit];
    return state.query<LoggedNotification>(
      `SELECT n.position::int, n.key, n.at, n.status AS state, n.why, n.settled_at AS "settledAt", n.not_before AS "notBefore", n.attempts,
         n.message ->> 'subject' AS subject, n.message ->> 'text' AS text, n.body, i.body -> 'root' AS root, i.body -> 'pipelines' AS pipelines,
         coalesce((SELECT json_agg(d ORDER BY d.n) FROM (
           SELECT n, at, channel, ms, outcome, answer FROM deliveries WHERE notification_key = n.key ORDER BY n DESC LIMIT 20) d), '[]') AS deliveries
       FROM notifications n JOIN incidents i ON i.no = n.incident_no
       WHERE n.channel <> 'page' AND ($1 = 0 OR n.incident_no = $1) AND ($2 = '' OR n.channel = $2) AND ($3 = '' OR n.status = $3)
         AND ($4 = 0 OR n.position < $4)
       ORDER BY n.position DESC LIMIT $5`,
      values,
    );
  },

  figures: (): Promise<ChannelFigures[]> =>
    state.query<ChannelFigures>(
      `SELECT channel, max(at) FILTER (WHERE outcome = 'accepted') AS "lastAcceptedAt", max(at) FILTER (WHERE outcome <> 'accepted') AS "lastFailedAt",
         (array_agg(answer ORDER BY at DESC) FILTER (WHERE outcome <> 'accepted'))[1] AS "lastFailure"
       FROM deliveries GROUP BY channel`,
    ),

  waiting: (): Promise<{ readonly channel: string; readonly count: number; readonly since: Date }[]> =>
    state.query(
      `SELECT channel, count(*)::int AS count, min(at) AS since FROM notifications WHERE ${pending} AND channel <> 'page' GROUP BY channel`,
    ),

  async decidedAt(): Promise<Date | null> {
    const [row] = await state.query<{ decidedAt: Date | null }>('SELECT decided_at AS "decidedAt" FROM alerting');
    return row?.decidedAt ?? null;
  },

  async incident(no: number): Promise<Incident | undefined> {
    const [row] = await state.query<{ body: Incident }>('SELECT body FROM incidents WHERE no = $1', [no]);
    return row?.body;
  },

  /** Open ones that were to be told, and no server has taken a message of. */
  untold: (): Promise<Pick<Incident, 'no' | 'root' | 'pipelines'>[]> =>
    state.query(
      `SELECT no, body -> 'root' AS root, body -> 'pipelines' AS pipelines FROM incidents i
       WHERE state = 'open' AND body ->> 'toldSeverity' IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM notifications n WHERE n.incident_no = i.no AND n.channel <> 'page' AND n.status = 'accepted') ORDER BY no LIMIT 100`,
    ),

  /** Forgets how attempts went that are older. */
  forgetDeliveries: (before: Date): Promise<unknown> =>
    state.query(
      `DELETE FROM deliveries d USING notifications n WHERE n.key = d.notification_key AND d.at < $1 AND NOT n.${pending}`,
      [before],
    ),
});
export type NotifyLog = ReturnType<typeof notifyLogIn>;
