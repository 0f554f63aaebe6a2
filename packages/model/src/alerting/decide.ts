import { isActive } from './alert.ts';
import { gather } from './incidents/gather.ts';
import { judgeLooks } from './judge-looks.ts';
import type { Look } from './look.ts';
import type { Moment } from './moment.ts';
import { type AlertingSettings } from './settings.ts';
import { gradeOf, isGraver, pipelinesOf } from './incidents/severity.ts';
import { tellOfEnd, tellOfMerge, tellOfOpen } from './incidents/tell.ts';
import { namedBy } from './incidents/title.ts';
import {
  activeIn,
  closeDraft,
  type Draft,
  draftOf,
  incidentOf,
  note,
  openIncidents,
  putIncident,
  setTimer,
} from './draft.ts';
import type { Changes, World } from './world.ts';

export interface Decision {
  /** What there is after. */
  readonly world: World;
  /** What is new of it, to be stored together. */
  readonly changes: Changes;
}

/**
 * What follows from what was found now: states of alerts, incidents, who is told what and why. No clock, no chance, no reading: the same
 * arguments give the same decision. When `now` lies before the last decision, nothing changes until time has caught up.
 */
export const decide = (world: World, looks: readonly Look[], settings: AlertingSettings, now: Moment): Decision => {
  const draft = draftOf(world, now.nowMs);
  if (now.nowMs < world.atMs) return { ...closeDraft(world, draft), world };
  const fresh = judgeLooks(draft, looks, settings, now);
  const before = new Set(openIncidents(draft).map(({ no }) => no));
  gather(draft, settings, fresh);
  for (const no of before) {
    const { state, mergedInto } = incidentOf(draft, no);
    if (state === 'merged' && mergedInto !== null) tellOfMerge(draft, no, mergedInto);
  }
  endIncidents(draft);
  for (const { no } of openIncidents(draft)) {
    regrade(draft, settings, no);
    tellOfOpen(draft, settings, no);
  }
  return closeDraft(world, draft);
};

/** Incidents none of whose alerts is in trouble any more. */
const endIncidents = (draft: Draft): void => {
  const active = new Set([...draft.alerts.values()].filter(isActive).map(({ incidentNo }) => incidentNo));
  for (const incident of draft.incidents.values()) {
    const { no, state, endedAtMs } = incident;
    if (active.has(no) || state === 'merged' || endedAtMs !== null) continue;
    putIncident(draft, { ...incident, endedAtMs: draft.nowMs });
    if (state === 'resolved') {
      note(draft, no, 'ended', ['The trouble is over, after it was closed by hand.']);
      continue;
    }
    putIncident(draft, { ...incidentOf(draft, no), state: 'resolved', resolvedAtMs: draft.nowMs });
    note(draft, no, 'resolved', ['Over: nothing in it is in trouble any more.']);
    tellOfEnd(draft, no, 'it is over');
  }
};

/** How grave it is now: it never becomes less grave by itself while it is open, and not at all once a person has set it. */
const regrade = (draft: Draft, { groupWaitMs }: AlertingSettings, no: number): void => {
  const alerts = activeIn(draft, no);
  const incident = incidentOf(draft, no);
  const named = namedBy(incident, alerts);
  const pipelines = [...new Set([...incident.pipelines, ...pipelinesOf(alerts)])].toSorted();
  const isSame =
    named.title === incident.title &&
    JSON.stringify(named.sentence) === JSON.stringify(incident.sentence) &&
    pipelines.length === incident.pipelines.length;
  if (!isSame) putIncident(draft, { ...incident, ...named, pipelines });
  const { severity, why } = gradeOf({ alerts, nowMs: draft.nowMs });
  if (incident.severityBy !== null || !isGraver(severity, incident.severity)) return;
  putIncident(draft, { ...incidentOf(draft, no), severity, severityWhy: why });
  note(draft, no, 'severity', [`It was ${incident.severity}. `, ...why]);
  if (incident.toldSeverity === null)
    setTimer(draft, 'group-wait', no, Math.max(incident.begunAtMs + groupWaitMs[severity], draft.nowMs));
};
