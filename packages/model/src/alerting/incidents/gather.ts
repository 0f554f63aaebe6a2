import { type Alert, isActive } from '../alert.ts';
import type { Incident } from './incident.ts';
import { join, lateEnded, openIncident, reopen } from './open-incident.ts';
import type { AlertingSettings } from '../settings.ts';
import { pipelinesOf } from './severity.ts';
import { subjectKey, subjectKinds, wholeOf } from '../subject.ts';
import {
  activeIn,
  compareText,
  type Draft,
  endTimers,
  incidentOf,
  note,
  openAbout,
  openIncidents,
  putAlert,
  putIncident,
} from '../draft.ts';

/** So many pipelines with the same cause, which nothing watches, within so short a time are one incident. */
const pipelinesOfInferred = 3;
const inferredWithinMs = 5 * 60_000;

/** Gives every alert that fires and has none an incident: one that is open about the same or about its cause, or its own. */
export const gather = (draft: Draft, settings: AlertingSettings, fresh: readonly Alert[]): void => {
  for (const alert of fresh.toSorted(causesFirst)) {
    const root = wholeOf(alert.subject);
    const open = openAbout(draft, subjectKey(root)) ?? openCauseOf(draft, alert);
    const ended = open === undefined ? lateEnded(draft, settings, root) : undefined;
    if (open !== undefined) join(draft, open.no, alert);
    else if (ended !== undefined) reopen(draft, settings, ended, alert);
    else openIncident(draft, settings, { root, alerts: [alert] });
  }
  inferCauses(draft, settings);
  absorb(draft, settings);
};

const causesFirst = (a: Alert, b: Alert): number =>
  subjectKinds.indexOf(a.subject.kind) - subjectKinds.indexOf(b.subject.kind) ||
  a.trouble.sinceMs - b.trouble.sinceMs ||
  compareText(a.fingerprint, b.fingerprint);

/** The open incident about what the alert comes from. */
const openCauseOf = (draft: Draft, alert: Alert): Incident | undefined =>
  causeKeysOf(alert)
    .flatMap((key) => openAbout(draft, key) ?? [])
    .find(({ no }) => no !== alert.incidentNo);

const causeKeysOf = ({ subject, trouble }: Alert): readonly string[] => {
  const own = subjectKey(wholeOf(subject));
  const keys = trouble.causes.flatMap((cause) => [
    cause.key,
    ...(cause.subject === null ? [] : [subjectKey(cause.subject)]),
  ]);
  return [...new Set(keys)].filter((key) => key !== own).toSorted(compareText);
};

/** Several pipelines fail for a cause that nothing watches: an incident about that cause. */
const inferCauses = (draft: Draft, settings: AlertingSettings): void => {
  const alone = [...draft.alerts.values()].filter((alert) => isActive(alert) && alert.subject.kind === 'pipeline');
  const byCause = Map.groupBy(
    alone.flatMap((alert) => trulyUnwatched(alert).map((key) => ({ key, alert }))),
    ({ key }) => key,
  );
  for (const [key, members] of [...byCause].toSorted(([a], [b]) => compareText(a, b))) {
    if (openAbout(draft, key) !== undefined) continue;
    const alerts = members.map(({ alert }) => draft.alerts.get(alert.fingerprint) ?? alert);
    const own = alerts.filter(({ incidentNo }) => incidentNo !== null && isOnlyFor(draft, settings, incidentNo, key));
    if (pipelinesOf(withinShort(own)).length < pipelinesOfInferred) continue;
    const root = { kind: 'inferred', namespace: '', name: key, part: '' } as const;
    openIncident(draft, settings, { root, causeKey: key, alerts: own, joining: [] });
  }
};

const trulyUnwatched = ({ trouble }: Alert): string[] =>
  trouble.causes.filter(({ subject }) => subject === null).map(({ key }) => key);

/** An incident of one pipeline, not old, in which all that is in trouble names this cause. */
const isOnlyFor = (draft: Draft, { absorbWithinMs }: AlertingSettings, no: number, key: string): boolean => {
  const { state, root, begunAtMs } = incidentOf(draft, no);
  return (
    state === 'open' &&
    root.kind === 'pipeline' &&
    draft.nowMs - begunAtMs <= absorbWithinMs &&
    activeIn(draft, no).every((alert) => causeKeysOf(alert).includes(key))
  );
};

/** Those that fired within a short time of the latest. */
const withinShort = (alerts: readonly Alert[]): Alert[] => {
  const latestMs = Math.max(...alerts.map(({ firedAtMs }) => firedAtMs ?? 0));
  return alerts.filter(({ firedAtMs }) => latestMs - (firedAtMs ?? 0) <= inferredWithinMs);
};

/** Incidents whose every alert in trouble comes from a cause with an incident of its own become part of that. */
const absorb = (draft: Draft, { absorbWithinMs }: AlertingSettings): void => {
  for (const { no } of openIncidents(draft)) {
    const incident = incidentOf(draft, no);
    const alerts = activeIn(draft, no);
    if (incident.state !== 'open' || alerts.length === 0) continue;
    const [first, ...others] = alerts.map(causeKeysOf);
    const shared = first?.filter((key) => others.every((keys) => keys.includes(key))) ?? [];
    const cause = shared
      .flatMap((key) => openAbout(draft, key) ?? [])
      .find((other) => other.no !== no && Math.abs(other.begunAtMs - incident.begunAtMs) <= absorbWithinMs);
    if (cause !== undefined) mergeInto(draft, no, cause.no);
  }
};

/** All of one incident becomes part of another; who knew of it knows of that one now. */
const mergeInto = (draft: Draft, no: number, into: number): void => {
  for (const alert of draft.members.get(no)?.values() ?? []) putAlert(draft, { ...alert, incidentNo: into });
  note(draft, no, 'merged', [`It is part of INC-${into} now.`]);
  note(draft, into, 'absorbed', [`INC-${no} is part of this one now: ${incidentOf(draft, no).title}.`]);
  const merged = incidentOf(draft, no);
  const target = incidentOf(draft, into);
  putIncident(draft, {
    ...target,
    pipelines: [...new Set([...target.pipelines, ...merged.pipelines])].toSorted(),
    firstBadAtMs: Math.min(target.firstBadAtMs, merged.firstBadAtMs),
  });
  putIncident(draft, { ...merged, state: 'merged', mergedInto: into });
  endTimers(draft, no);
};
