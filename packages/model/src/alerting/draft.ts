import { type Alert, isActive } from './alert.ts';
import {
  type EventKind,
  type Incident,
  type IncidentEvent,
  type Notification,
  type Timer,
  timerKey,
} from './incidents/incident.ts';
import type { Sentence } from '../words/sentence.ts';
import { subjectKey, wholeOf } from './subject.ts';
import type { AlertChange, Changes, World } from './world.ts';

/** A world that is being changed; `close` says what has changed. The last four are indexes of what is before them. */
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
  /** Alerts of each incident, by their fingerprints. */
  readonly members: Map<number, Map<string, Alert>>;
  /** The open incident about something: by what alerts name as their cause. */
  readonly openByKey: Map<string, number>;
  /** All incidents about something, by the key of their root, oldest first. */
  readonly byRoot: Map<string, number[]>;
  /** Fingerprints of alerts that are part of an incident, by what they are about as a whole. */
  readonly heldBySubject: Map<string, Set<string>>;
}

export const draftOf = (world: World, nowMs: number): Draft => {
  const draft: Draft = {
    nowMs,
    beganAtMs: world.beganAtMs === 0 ? nowMs : world.beganAtMs,
    alerts: new Map(),
    incidents: new Map(),
    timers: new Map(world.timers.map((one) => [one.key, one])),
    alertChanges: [],
    events: [],
    notifications: [],
    lastNo: world.lastNo,
    members: new Map(),
    openByKey: new Map(),
    byRoot: new Map(),
    heldBySubject: new Map(),
  };
  for (const alert of world.alerts) {
    draft.alerts.set(alert.fingerprint, alert);
    noteMember(draft, undefined, alert);
  }
  for (const incident of world.incidents) putIncident(draft, incident);
  return draft;
};

/** What alerts name as their cause, when it is this incident. */
export const causeKeyOf = ({ root, causeKey }: Pick<Incident, 'root' | 'causeKey'>): string =>
  causeKey === '' ? subjectKey(root) : causeKey;

const noteMember = ({ members, heldBySubject }: Draft, before: Alert | undefined, alert: Alert): void => {
  if (before !== undefined && before.incidentNo !== null && before.incidentNo !== alert.incidentNo)
    members.get(before.incidentNo)?.delete(alert.fingerprint);
  if (alert.incidentNo === null) return;
  const of = members.get(alert.incidentNo) ?? new Map<string, Alert>();
  of.set(alert.fingerprint, alert);
  members.set(alert.incidentNo, of);
  const key = subjectKey(wholeOf(alert.subject));
  heldBySubject.set(key, (heldBySubject.get(key) ?? new Set()).add(alert.fingerprint));
};

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

/** Puts an alert in its place, and notes when its state is another. */
export const putAlert = (draft: Draft, alert: Alert): void => {
  const before = draft.alerts.get(alert.fingerprint);
  if (before === alert) return;
  draft.alerts.set(alert.fingerprint, alert);
  noteMember(draft, before, alert);
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

export const putIncident = (draft: Draft, incident: Incident): void => {
  const { no, state, root } = incident;
  if (!draft.incidents.has(no)) {
    const rootKey = subjectKey(root);
    draft.byRoot.set(rootKey, [...(draft.byRoot.get(rootKey) ?? []), no]);
  }
  draft.incidents.set(no, incident);
  const key = causeKeyOf(incident);
  if (state === 'open') draft.openByKey.set(key, no);
  else if (draft.openByKey.get(key) === no) draft.openByKey.delete(key);
};

/** The open incident about what has this key. */
export const openAbout = (draft: Draft, key: string): Incident | undefined => {
  const no = draft.openByKey.get(key);
  return no === undefined ? undefined : incidentOf(draft, no);
};

/** The open incident about what has this key, or of which trouble with it is a part. */
export const openWith = (draft: Draft, key: string): Incident | undefined => {
  const about = openAbout(draft, key);
  if (about !== undefined) return about;
  const held = [...(draft.heldBySubject.get(key) ?? [])].flatMap((one) => draft.alerts.get(one) ?? []);
  const numbers = held.flatMap((alert) => (isActive(alert) && alert.incidentNo !== null ? [alert.incidentNo] : []));
  const open = numbers.map((no) => incidentOf(draft, no)).filter(({ state }) => state === 'open');
  return open.toSorted((a, b) => compareText(causeKeyOf(a), causeKeyOf(b)))[0];
};

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
  for (const kind of ['group-wait', 'remind', 'escalate'] as const) draft.timers.delete(timerKey(kind, incidentNo));
};

/** Alerts that are in trouble now, of one incident, in an order of their own. */
export const activeIn = (draft: Draft, no: number): Alert[] =>
  [...(draft.members.get(no)?.values() ?? [])]
    .filter(isActive)
    .toSorted((a, b) => a.trouble.sinceMs - b.trouble.sinceMs || compareText(a.fingerprint, b.fingerprint));

/** In an order that does not depend on how they came. */
export const openIncidents = (draft: Draft): Incident[] =>
  [...draft.openByKey].toSorted(([a], [b]) => compareText(a, b)).map(([, no]) => incidentOf(draft, no));

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
