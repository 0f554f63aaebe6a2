import { type Alert, isActive } from '../alert.ts';
import { activeIn, compareText, type Draft, incidentOf, openAbout } from '../draft.ts';
import type { Cause } from '../look.ts';
import type { AlertingSettings } from '../settings.ts';
import { type Subject, subjectKey, wholeOf } from '../subject.ts';
import { lateEnded, openIncident, reopen } from './open-incident.ts';
import { pipelinesOf } from './severity.ts';

/** So many pipelines that fail for the same cause, within so short a time, are one incident: nothing watches it, or what does has not found it yet. */
const pipelinesOfInferred = 3;
const inferredWithinMs = 5 * 60_000;

/** Keys of what the alert comes from: an incident about any of them is about its cause. */
export const causeKeysOf = ({ subject, trouble }: Alert): readonly string[] => {
  const own = subjectKey(wholeOf(subject));
  const keys = trouble.causes.flatMap((cause) => [
    cause.key,
    ...(cause.subject === null ? [] : [subjectKey(cause.subject)]),
  ]);
  return [...new Set(keys)].filter((key) => key !== own).toSorted(compareText);
};

/** Several pipelines fail for the same database or API: an incident about that, which those that are new are part of. */
export const inferCauses = (draft: Draft, settings: AlertingSettings, fresh: readonly Alert[]): void => {
  const newcomers = new Set(fresh.map(({ fingerprint }) => fingerprint));
  for (const [key, { cause, alerts }] of [...sharedCauses(draft)].toSorted(([a], [b]) => compareText(a, b))) {
    if (openAbout(draft, key) !== undefined) continue;
    const own = alerts
      .map(({ fingerprint }) => draft.alerts.get(fingerprint))
      .filter((alert) => alert !== undefined)
      .filter(({ incidentNo, fingerprint }) =>
        incidentNo === null ? newcomers.has(fingerprint) : isOnlyFor(draft, settings, incidentNo, key),
      );
    if (pipelinesOf(withinShort(own)).length < pipelinesOfInferred) continue;
    begin(draft, settings, cause, own.toSorted(byName));
  }
};

const byName = (a: Alert, b: Alert): number => compareText(a.fingerprint, b.fingerprint);

const begin = (draft: Draft, settings: AlertingSettings, { key, subject }: Cause, alerts: readonly Alert[]): void => {
  const root: Subject = subject ?? { kind: 'inferred', namespace: '', name: key, part: '' };
  const joining = alerts.filter(({ incidentNo }) => incidentNo === null);
  const ended = lateEnded(draft, settings, root);
  if (ended !== undefined) reopen(draft, settings, ended, joining);
  else openIncident(draft, settings, { root, causeKey: subject === null ? key : '', alerts, joining });
};

interface Shared {
  readonly cause: Cause;
  readonly alerts: Alert[];
}

/** Pipelines in trouble by what they come from: what is watched, whatever is wrong with it, or a server and what is wrong with it. */
const sharedCauses = ({ alerts }: Draft): ReadonlyMap<string, Shared> => {
  const shared = new Map<string, Shared>();
  for (const alert of alerts.values()) {
    if (!isActive(alert) || alert.subject.kind !== 'pipeline') continue;
    for (const cause of alert.trouble.causes) {
      if (cause.subject?.kind === 'pipeline') continue;
      const key = cause.subject === null ? cause.key : subjectKey(cause.subject);
      const known = shared.get(key) ?? { cause, alerts: [] };
      known.alerts.push(alert);
      shared.set(key, compareText(cause.key, known.cause.key) < 0 ? { ...known, cause } : known);
    }
  }
  return shared;
};

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
