import type { Alert, Incident, Timer, World } from '@sightglass/model/alerting';
import type { StateQuery } from '../../storage/state/state-store.ts';

const dayMs = 86_400_000;
/** What ended longer ago takes no part in decisions: when an incident counts as one before, and flips of an alert. */
const rememberedMs = 8 * dayMs;

/** The row that is locked, and what it says. */
export interface Guard {
  readonly epoch: number;
  readonly version: number;
  readonly decidedAt: Date | null;
  readonly beganAt: Date | null;
}

/** Whoever changes alerts or incidents waits here for the others. */
export const lockWorld = async (query: StateQuery): Promise<Guard> => {
  const [guard] = await query<Guard>(
    'SELECT epoch, version, decided_at AS "decidedAt", began_at AS "beganAt" FROM alerting FOR UPDATE',
  );
  if (guard === undefined) throw new Error('the state database has lost the row of table "alerting"');
  return guard;
};

/** All that decisions are made of. */
export const readWorld = async (query: StateQuery, guard: Guard, nowMs: number): Promise<World> => {
  const since = new Date(nowMs - rememberedMs);
  const alerts = await query<{ body: Alert }>(
    "SELECT body FROM alerts WHERE state <> 'resolved' OR changed_at > $1 ORDER BY fingerprint",
    [since],
  );
  const incidents = await query<{ body: Incident }>(
    'SELECT body FROM incidents WHERE ended_at IS NULL OR ended_at > $1 ORDER BY no',
    [since],
  );
  const timers = await query<Omit<Timer, 'dueAtMs'> & { dueAt: Date }>(
    'SELECT key, kind, incident_no AS "incidentNo", due_at AS "dueAt" FROM alerting_timers ORDER BY key',
  );
  const [last] = await query<{ no: number }>('SELECT coalesce(max(no), 0)::int AS no FROM incidents');
  return {
    atMs: guard.decidedAt?.getTime() ?? 0,
    beganAtMs: guard.beganAt?.getTime() ?? 0,
    alerts: alerts.map(({ body }) => body),
    incidents: incidents.map(({ body }) => body),
    timers: timers.map(({ dueAt, ...timer }) => ({ ...timer, dueAtMs: dueAt.getTime() })),
    lastNo: last?.no ?? 0,
  };
};

/** The world with an incident that people still write about, however long ago it ended. */
export const withIncident = async (query: StateQuery, world: World, no: number): Promise<World> => {
  if (world.incidents.some((one) => one.no === no)) return world;
  const found = await query<{ body: Incident }>('SELECT body FROM incidents WHERE no = $1', [no]);
  return { ...world, incidents: [...world.incidents, ...found.map(({ body }) => body)] };
};
