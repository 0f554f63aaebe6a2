import type { Alert, Incident, IncidentEvent, Severity } from '@sightglass/model/alerting';
import type { StateStore, StateValue } from '../../storage/state/state-store.ts';

export interface IncidentFilter {
  readonly state: 'open' | 'resolved' | 'all';
  readonly severity?: Severity | undefined;
  readonly search?: string | undefined;
  /** In trouble in that time. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** By when the trouble began; absent: open ones first, of these the gravest. */
  readonly since?: 'desc' | 'asc' | undefined;
  readonly limit: number;
  /** The last one shown. */
  readonly after?: { readonly rank: number; readonly no: number } | undefined;
}

export interface ListedIncident {
  readonly rank: number;
  readonly incident: Incident;
}

/** What one that is over was about. */
export interface EndedIncident extends Pick<Incident, 'root' | 'pipelines'> {
  readonly endedAt: Date;
}

export interface DecidedTimes {
  readonly lastEndedAt: Date | null;
  readonly decidedAt: Date | null;
}

type EventRow = Omit<IncidentEvent, 'incidentNo' | 'atMs'> & { readonly at: Date };

/** Open ones first, of these the gravest. */
const urgencyRank = "CASE WHEN state = 'open' THEN 0 + (severity > 'P1')::int + (severity > 'P2')::int ELSE 9 END";
const sinceRank = "(body ->> 'firstBadAtMs')::float8";
const rankBy = (since: IncidentFilter['since']): string =>
  since === undefined ? urgencyRank : since === 'asc' ? sinceRank : `-${sinceRank}`;
const mostEvents = 1_000;

export const incidentsIn = (state: StateStore) => ({
  /** One more than asked for, where there are more. */
  list: (filter: IncidentFilter) => listIncidents(state, filter),

  async open(): Promise<Incident[]> {
    const rows = await state.query<{ body: Incident }>(
      `SELECT body FROM incidents WHERE state = 'open' ORDER BY ${urgencyRank}, no DESC`,
    );
    return rows.map(({ body }) => body);
  },

  /** Those that have ended then or later, in any order. */
  endedSince: (at: Date): Promise<EndedIncident[]> =>
    state.query<EndedIncident>(
      `SELECT ended_at AS "endedAt", body -> 'root' AS root, body -> 'pipelines' AS pipelines
       FROM incidents WHERE state = 'resolved' AND ended_at >= $1`,
      [at],
    ),

  /** When the last one ended, and when it was last decided whether something is open; null where it never was. */
  async times(): Promise<DecidedTimes> {
    const [row] = await state.query<DecidedTimes>(
      `SELECT (SELECT max(ended_at) FROM incidents WHERE state = 'resolved') AS "lastEndedAt", decided_at AS "decidedAt" FROM alerting`,
    );
    return row ?? { lastEndedAt: null, decidedAt: null };
  },

  async find(no: number): Promise<Incident | undefined> {
    const [row] = await state.query<{ body: Incident }>('SELECT body FROM incidents WHERE no = $1', [no]);
    return row?.body;
  },

  async timeline(no: number): Promise<EventRow[]> {
    const rows = await state.query<EventRow>(
      `SELECT seq, at, kind, by_name AS by, sentence FROM incident_events WHERE incident_no = $1 ORDER BY seq DESC LIMIT ${mostEvents}`,
      [no],
    );
    return rows.toReversed();
  },

  /** Those that are in it, and those that were and have joined another since. */
  async alertsOf(no: number): Promise<Alert[]> {
    const rows = await state.query<{ body: Alert }>(
      `SELECT body FROM alerts WHERE incident_no = $1
         OR fingerprint IN (SELECT fingerprint FROM alert_changes WHERE incident_no = $1)
       ORDER BY (state = 'resolved'), fingerprint`,
      [no],
    );
    return rows.map(({ body }) => body);
  },

  async openAlerts(most: number): Promise<{ readonly alerts: Alert[]; readonly total: number }> {
    const rows = await state.query<{ body: Alert; total: number }>(
      `SELECT body, count(*) OVER ()::int AS total FROM alerts WHERE state <> 'resolved' ORDER BY changed_at DESC, fingerprint LIMIT $1`,
      [most],
    );
    return { alerts: rows.map(({ body }) => body), total: rows[0]?.total ?? 0 };
  },
});
export type Incidents = ReturnType<typeof incidentsIn>;

const listIncidents = async (
  state: StateStore,
  { state: wanted, severity, search = '', fromMs, toMs, since, limit, after }: IncidentFilter,
): Promise<ListedIncident[]> => {
  const rank = rankBy(since);
  const values: StateValue[] = [wanted, severity ?? '', search.toLowerCase(), limit + 1, fromMs ?? null, toMs ?? null];
  if (after !== undefined) values.push(after.rank, after.no);
  const following = after === undefined ? '' : `AND (${rank} > $7 OR (${rank} = $7 AND no < $8))`;
  const rows = await state.query<{ rank: number; body: Incident }>(
    `SELECT ${rank} AS rank, body FROM incidents
     WHERE state <> 'merged' AND ($1 = 'all' OR state = $1) AND ($2 = '' OR severity = $2)
       AND ($3 = '' OR position($3 IN lower(body ->> 'title' || ' ' || (body ->> 'pipelines'))) > 0)
       AND ($5::float8 IS NULL OR coalesce((body ->> 'endedAtMs')::float8, $5::float8) >= $5::float8)
       AND ($6::float8 IS NULL OR (body ->> 'firstBadAtMs')::float8 < $6::float8) ${following}
     ORDER BY rank, no DESC LIMIT $4`,
    values,
  );
  return rows.map(({ rank: at, body }) => ({ rank: at, incident: body }));
};
