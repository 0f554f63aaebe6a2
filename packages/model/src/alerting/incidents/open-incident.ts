import { sentenceOf, timeIn } from '../../words/sentence.ts';
import type { Alert } from '../alert.ts';
import type { Incident } from './incident.ts';
import { againWithinMs, type AlertingSettings } from '../settings.ts';
import { gradeOf, pipelinesOf } from './severity.ts';
import { type Subject, subjectKey } from '../subject.ts';
import { namedBy } from './title.ts';
import { activeIn, type Draft, incidentOf, note, putAlert, putIncident, setTimer } from '../draft.ts';

interface Opening {
  readonly root: Subject;
  /** Of an inferred cause. */
  readonly causeKey?: string;
  /** What shows that there is trouble. */
  readonly alerts: readonly Alert[];
  /** Those of them that become part of it now; all unless given. Others do with their incidents. */
  readonly joining?: readonly Alert[];
}

/** Opens an incident about a subject, of these alerts. */
export const openIncident = (
  draft: Draft,
  { groupWaitMs }: AlertingSettings,
  { root, causeKey = '', alerts, joining = alerts }: Opening,
): Incident => {
  const { nowMs } = draft;
  const before = latestAbout(draft, root);
  const no = (draft.lastNo += 1);
  const { severity, why } = gradeOf({ alerts, nowMs });
  putIncident(draft, {
    no,
    version: 0,
    root,
    causeKey,
    ...namedBy({ root, causeKey }, alerts),
    state: 'open',
    severity,
    severityWhy: why,
    severityBy: null,
    openedAtMs: nowMs,
    begunAtMs: nowMs,
    firstBadAtMs: Math.min(nowMs, ...alerts.map(({ trouble }) => trouble.sinceMs)),
    toldAtMs: null,
    acknowledgedAtMs: null,
    acknowledgedBy: null,
    owner: null,
    resolvedAtMs: null,
    resolvedBy: null,
    endedAtMs: null,
    mergedInto: null,
    againOf: before?.no ?? null,
    times: (before?.times ?? 0) + 1,
    pipelines: [],
    told: [],
    toldSeverity: null,
    toldPipelines: 0,
    toldAnewAtMs: null,
    toldFlapping: false,
    heldBy: null,
    lastSeq: 0,
  });
  note(draft, no, 'opened', [`Opened as ${severity}: ${incidentOf(draft, no).title}.`]);
  setTimer(draft, 'group-wait', no, nowMs + groupWaitMs[severity]);
  for (const alert of joining) addAlert(draft, no, alert);
  return incidentOf(draft, no);
};

/** So many that join at once are named one by one. */
const mostNamed = 3;

/** Makes alerts part of an incident that is there already; of those that join at once its timeline has one entry. */
export const join = (draft: Draft, no: number, alerts: readonly Alert[]): void => {
  const [first] = alerts;
  if (first === undefined) return;
  for (const alert of alerts) addAlert(draft, no, alert);
  const words = ({ subject, trouble }: Alert): string => `${subject.name} ${trouble.words}`;
  const more = alerts.length - mostNamed;
  const named = alerts.slice(0, mostNamed).map(words).join(', ');
  const sentence =
    alerts.length === 1
      ? sentenceOf(`${words(first)}, since `, timeIn(first.trouble.sinceMs, 'time'), '.')
      : [`${alerts.length} joined: ${named}${more > 0 ? `, and ${more} more` : ''}.`];
  note(draft, no, 'joined', sentence);
};

const addAlert = (draft: Draft, no: number, alert: Alert): void => {
  putAlert(draft, { ...alert, incidentNo: no });
  const incident = incidentOf(draft, no);
  const pipelines = [...new Set([...incident.pipelines, ...pipelinesOf([alert])])].toSorted();
  const firstBadAtMs = Math.min(incident.firstBadAtMs, alert.trouble.sinceMs);
  putIncident(draft, { ...incident, pipelines, firstBadAtMs });
};

/** The trouble came back soon after its end: the same incident goes on. */
export const reopen = (
  draft: Draft,
  { groupWaitMs }: AlertingSettings,
  incident: Incident,
  alerts: readonly Alert[],
): void => {
  const { no } = incident;
  putIncident(draft, {
    ...incident,
    state: 'open',
    begunAtMs: draft.nowMs,
    resolvedAtMs: null,
    resolvedBy: null,
    endedAtMs: null,
    acknowledgedAtMs: null,
    acknowledgedBy: null,
    toldSeverity: null,
    toldFlapping: false,
    heldBy: null,
  });
  note(draft, no, 'reopened', ['It came back.']);
  join(draft, no, alerts);
  const { severity, why } = gradeOf({ alerts: activeIn(draft, no), nowMs: draft.nowMs });
  const now = incidentOf(draft, no);
  putIncident(draft, now.severityBy === null ? { ...now, severity, severityWhy: why } : now);
  setTimer(draft, 'group-wait', no, draft.nowMs + groupWaitMs[severity]);
};

/** The latest incident about the same, not longer ago than a week; not one that became part of another. */
const latestAbout = (draft: Draft, root: Subject): Incident | undefined =>
  (draft.byRoot.get(subjectKey(root)) ?? [])
    .map((no) => incidentOf(draft, no))
    .filter(
      ({ state, endedAtMs }) => state === 'resolved' && (endedAtMs === null || draft.nowMs - endedAtMs < againWithinMs),
    )
    .toSorted((a, b) => b.no - a.no)[0];

/** The one about the same that ended so lately that it goes on when the trouble comes back. */
export const lateEnded = (draft: Draft, { reopenWithinMs }: AlertingSettings, root: Subject): Incident | undefined => {
  const latest = latestAbout(draft, root);
  const endedAtMs = latest?.endedAtMs ?? null;
  return endedAtMs !== null && draft.nowMs - endedAtMs < reopenWithinMs ? latest : undefined;
};
