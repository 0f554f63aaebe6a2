import { type Alert, isActive } from './alert.ts';
import {
  type EventKind,
  type Incident,
  type IncidentEvent,
  type Notification,
  type Timer,
  timerKey,
} from './incident.ts';
import type { Sentence } from '../words/sentence.ts';
import { subjectKey } from './subject.ts';

/** All that decisions are made of; JSON in and out. */
export interface World {
  /** When it was last decided, unix ms; 0 before the first time. */
  readonly atMs: number;
  /** When it was first decided; 0 before. */
  readonly beganAtMs: number;
  /** Open ones, and those whose end is not long ago. */
  readonly alerts: readonly Alert[];
  readonly incidents: readonly Incident[];
  readonly timers: readonly Timer[];
  /** The largest number of an incident there ever was. */
  readonly lastNo: number;
}

export const emptyWorld: World = { atMs: 0, beganAtMs: 0, alerts: [], incidents: [], timers: [], lastNo: 0 };

/** An alert that changed its state. */
export interface AlertChange {
  readonly fingerprint: string;
  readonly atMs: number;
  readonly from: Alert['state'] | null;
  readonly to: Alert['state'];
  readonly reason: string;
  readonly runId: string | null;
  readonly incidentNo: number | null;
}

/** What to store, all of it or nothing. */
export interface Changes {
  readonly alerts: readonly Alert[];
  readonly alertChanges: readonly AlertChange[];
  readonly incidents: readonly Incident[];
  readonly events: readonly IncidentEvent[];
  readonly notifications: readonly Notification[];
  readonly timersSet: readonly Timer[];
  /** Keys of those that are over. */
  readonly timersDone: readonly string[];
}

/** A world that is being changed; `close` says what has changed. */
export interface Draft {
  readonly nowMs: number;
  readonly beganAtMs: number;
  readonly alerts: Map<string, Alert>;
  readonly incidents: Map<number, Incident>;
  readonly timers: Map<string, Timer>;
  readonly alertChanges: AlertChange[];
  readonly events: IncidentEvent[];
  readonly notifications: Notification[];
  lastNo: number;
}

export const draftOf = (world: World, nowMs: number): Draft => ({
  nowMs,
  beganAtMs: world.beganAtMs === 0 ? nowMs : world.beganAtMs,
  alerts: new Map(world.alerts.map((one) => [one.fingerprint, one])),
  incidents: new Map(world.incidents.map((one) => [one.no, one])),
  timers: new Map(world.timers.map((one) => [one.key, one])),
  alertChanges: [],
  events: [],
  notifications: [],
  lastNo: world.lastNo,
});

/** The world after, and what of it is new. */
export const closeDraft = (before: World, draft: Draft): { readonly world: World; readonly changes: Changes } => {
  const alerts = changedOf(before.alerts, ({ fingerprint }) => fingerprint, draft.alerts);
  const incidents = changedOf(before.incidents, ({ no }) => no, draft.incidents).map((incident) => {
    const known = { ...incident, version: incident.version + 1 };
    draft.incidents.set(known.no, known);
    return known;
  });
  const timersSet = changedOf(before.timers, ({ key }) => key, draft.timers);
  const timersDone = before.timers.filter(({ key }) => !draft.timers.has(key)).map(({ key }) => key);
  return {
    world: {
      atMs: draft.nowMs,
      beganAtMs: draft.beganAtMs,
      alerts: [...draft.alerts.values()],
      incidents: [...draft.incidents.values()],
      timers: [...draft.timers.values()],
      lastNo: draft.lastNo,
    },
    changes: {
      alerts,
      alertChanges: draft.alertChanges,
      incidents,
      events: draft.events,
      notifications: draft.notifications,
      timersSet,
      timersDone,
    },
  };
};

const changedOf = <Key, Of>(before: readonly Of[], keyOf: (one: Of) => Key, after: ReadonlyMap<Key, Of>): Of[] => {
  const known = new Map(before.map((one) => [keyOf(one), one]));
  return [...after].filter(([key, one]) => known.get(key) !== one).map(([, one]) => one);
};

export const isUnchanged = ({ alerts, incidents, timersSet, timersDone, notifications, events }: Changes): boolean =>
  [alerts, incidents, timersSet, timersDone, notifications, events].every(({ length }) => length === 0);

/** Puts an alert in its place, and notes when its state is another. */
export const putAlert = (draft: Draft, alert: Alert): void => {
  const before = draft.alerts.get(alert.fingerprint);
  if (before === alert) return;
  draft.alerts.set(alert.fingerprint, alert);
  if (before?.state === alert.state) return;
  const { fingerprint, state: to, reason, trouble, incidentNo } = alert;
  const from = before?.state ?? null;
  draft.alertChanges.push({ fingerprint, atMs: draft.nowMs, from, to, reason, runId: trouble.runId, incidentNo });
};

export const incidentOf = (draft: Draft, no: number): Incident => {
  const incident = draft.incidents.get(no);
  if (incident === undefined) throw new Error(`there is no incident ${no}`);
  return incident;
};

export const putIncident = (draft: Draft, incident: Incident): void => void draft.incidents.set(incident.no, incident);

/** Adds to the timeline, and gives the number of the entry. */
export const note = (
  draft: Draft,
  no: number,
  kind: EventKind,
  sentence: Sentence,
  by: string | null = null,
): number => {
  const incident = incidentOf(draft, no);
  const seq = incident.lastSeq + 1;
  putIncident(draft, { ...incident, lastSeq: seq });
  draft.events.push({ incidentNo: no, seq, atMs: draft.nowMs, kind, by, sentence });
  return seq;
};

export const setTimer = (draft: Draft, kind: Timer['kind'], incidentNo: number, dueAtMs: number): void => {
  const key = timerKey(kind, incidentNo);
  if (draft.timers.get(key)?.dueAtMs !== dueAtMs) draft.timers.set(key, { key, kind, incidentNo, dueAtMs });
};

export const endTimers = (draft: Draft, incidentNo: number): void => {
  for (const kind of ['group-wait', 'remind'] as const) draft.timers.delete(timerKey(kind, incidentNo));
};

/** Alerts that are in trouble now, of one incident, in an order of their own. */
export const activeIn = (draft: Draft, no: number): Alert[] =>
  [...draft.alerts.values()]
    .filter((alert) => alert.incidentNo === no && isActive(alert))
    .toSorted((a, b) => a.trouble.sinceMs - b.trouble.sinceMs || compareText(a.fingerprint, b.fingerprint));

export const openIncidents = (draft: Draft): Incident[] =>
  [...draft.incidents.values()]
    .filter(({ state }) => state === 'open')
    .toSorted((a, b) => compareText(subjectKey(a.root), subjectKey(b.root)) || a.no - b.no);

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
