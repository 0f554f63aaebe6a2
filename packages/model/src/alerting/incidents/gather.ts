import type { Alert } from '../alert.ts';
import { causeKeysOf, inferCauses } from './infer-causes.ts';
import type { Incident } from './incident.ts';
import { join, lateEnded, openIncident, reopen } from './open-incident.ts';
import type { AlertingSettings } from '../settings.ts';
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
  openWith,
  putAlert,
  putIncident,
} from '../draft.ts';

/** Gives every alert that fires and has none an incident: one about a cause it shares with others, one that is open about the same or about its cause, or its own. */
export const gather = (draft: Draft, settings: AlertingSettings, fresh: readonly Alert[]): void => {
  inferCauses(draft, settings, fresh);
  const joining = new Map<number, Alert[]>();
  for (const { fingerprint } of fresh.toSorted(causesFirst)) {
    const alert = draft.alerts.get(fingerprint);
    if (alert === undefined || alert.incidentNo !== null) continue;
    const root = wholeOf(alert.subject);
    const open = openAbout(draft, subjectKey(root)) ?? openCauseOf(draft, alert);
    const ended = open === undefined ? lateEnded(draft, settings, root) : undefined;
    if (open !== undefined) joining.set(open.no, [...(joining.get(open.no) ?? []), alert]);
    else if (ended !== undefined) reopen(draft, settings, ended, [alert]);
    else openIncident(draft, settings, { root, alerts: [alert] });
  }
  for (const [no, alerts] of joining) join(draft, no, alerts);
  absorb(draft, settings);
};

const causesFirst = (a: Alert, b: Alert): number =>
  subjectKinds.indexOf(a.subject.kind) - subjectKinds.indexOf(b.subject.kind) ||
  a.trouble.sinceMs - b.trouble.sinceMs ||
  compareText(a.fingerprint, b.fingerprint);

/** The open incident about what the alert comes from. */
const openCauseOf = (draft: Draft, alert: Alert): Incident | undefined =>
  causeKeysOf(alert)
    .flatMap((key) => openWith(draft, key) ?? [])
    .find(({ no }) => no !== alert.incidentNo);

/** Incidents whose every alert in trouble comes from a cause with an incident of its own become part of that. */
const absorb = (draft: Draft, { absorbWithinMs }: AlertingSettings): void => {
  for (const { no } of openIncidents(draft)) {
    const incident = incidentOf(draft, no);
    const alerts = activeIn(draft, no);
    if (incident.state !== 'open' || alerts.length === 0) continue;
    const [first, ...others] = alerts.map(causeKeysOf);
    const shared = first?.filter((key) => others.every((keys) => keys.includes(key))) ?? [];
    const cause = shared
      .flatMap((key) => openWith(draft, key) ?? [])
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
