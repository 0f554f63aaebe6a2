import { type Sentence, sentenceOf, timeIn, writtenSentence } from '@sightglass/model';
import {
  type Alert,
  type Incident,
  incidentsSentence,
  type IncidentEvent,
  severities,
  type Severity,
  shownIncident,
} from '@sightglass/model/alerting';
import type { AlertItem, IncidentEntry, IncidentItem, IncidentList } from '@sightglass/model/rest';
import { instantOf } from '../../http/instant.ts';
import type { OpenForReader } from './store-part.ts';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { DecidedTimes } from './store.ts';

const mostPipelines = 20;
/** Decided longer ago, or by what was received longer ago, it is not known what is open now. */
const staleAfterMs = 3 * 60_000;

const at = (ms: number | null): string | null => (ms === null ? null : instantOf(ms));

/** An incident as answers have it. Pure. */
export const incidentItem = (incident: Incident, nowMs: number): IncidentItem => ({
  no: incident.no,
  version: incident.version,
  root: incident.root,
  title: incident.title,
  ...written(sentenceOfIncident(incident), nowMs),
  state: incident.state,
  shown: shownIncident(incident),
  severity: incident.severity,
  severityWhy: written(incident.severityWhy, nowMs),
  severityBy: incident.severityBy,
  openedAt: instantOf(incident.openedAtMs),
  firstBadAt: instantOf(incident.firstBadAtMs),
  toldAt: at(incident.toldAtMs),
  acknowledgedAt: at(incident.acknowledgedAtMs),
  acknowledgedBy: incident.acknowledgedBy,
  owner: incident.owner,
  resolvedAt: at(incident.resolvedAtMs),
  resolvedBy: incident.resolvedBy,
  endedAt: at(incident.endedAtMs),
  mergedInto: incident.mergedInto,
  againOf: incident.againOf,
  times: incident.times,
  pipelines: incident.pipelines.slice(0, mostPipelines),
  pipelineCount: incident.pipelines.length,
});

/** Of one that has ended it is said first that it has: what was wrong is written as if it still were. */
const sentenceOfIncident = ({ state, endedAtMs, sentence }: Incident): Sentence =>
  state === 'resolved' && endedAtMs !== null
    ? sentenceOf('Over since ', timeIn(endedAtMs, 'time'), '. Its last trouble: ', sentence)
    : sentence;

export const alertItem = (alert: Alert, nowMs: number): AlertItem => ({
  id: alert.fingerprint,
  rule: alert.ruleId,
  what: alert.what,
  subject: alert.subject,
  title: `${alert.subject.name} ${alert.trouble.words}`,
  ...written(alert.trouble.sentence, nowMs),
  state: alert.state,
  reason: alert.reason,
  since: instantOf(alert.sinceMs),
  firstBadAt: instantOf(alert.trouble.sinceMs),
  runId: alert.trouble.runId,
  runs: alert.count,
  flappingSince: at(alert.flappingSinceMs),
  notJudgedSince: at(alert.notJudgedSinceMs),
  incident: alert.incidentNo,
});

export const timelineEntry = (
  { seq, at: happenedAt, kind, by, sentence }: Omit<IncidentEvent, 'incidentNo' | 'atMs'> & { readonly at: Date },
  nowMs: number,
): IncidentEntry => ({ seq, at: happenedAt.toISOString(), kind, by, ...written(sentence, nowMs) });

/** What is said of all that is open. */
export const aboutOpen = (
  { shown: open, shared }: OpenForReader,
  { lastEndedAt, decidedAt }: DecidedTimes,
  received: Pick<ReceptionTime, 'nowMs' | 'receivedUntilMs'>,
): Omit<IncidentList, 'items' | 'nextCursor'> => {
  const bySeverity = Object.fromEntries(
    severities.map((severity) => [severity, open.filter((one) => one.severity === severity).length]),
  ) as Record<Severity, number>;
  const unseen = open.filter(({ acknowledgedAtMs }) => acknowledgedAtMs === null).length;
  const notJudged = notJudgedIn(decidedAt, received);
  const titles = open.map(({ title }) => title);
  const sentence = incidentsSentence({
    titles,
    unseen,
    bySeverity,
    shared,
    lastEndedAt: lastEndedAt?.toISOString() ?? null,
    notJudged,
  });
  return {
    open: open.length,
    openShared: shared,
    unseen,
    bySeverity,
    judgedAt: decidedAt?.toISOString() ?? null,
    isJudged: notJudged === null,
    ...written(sentence, received.nowMs),
  };
};

/** Nothing is decided while a clock that was set back has not caught up; since when that is, is not known. */
const notJudgedIn = (
  decidedAt: Date | null,
  { nowMs, receivedUntilMs }: Pick<ReceptionTime, 'nowMs' | 'receivedUntilMs'>,
): { readonly since: string | null } | null => {
  if (decidedAt === null || decidedAt.getTime() - nowMs > staleAfterMs) return { since: null };
  const judgedUntilMs = Math.min(decidedAt.getTime(), receivedUntilMs);
  return nowMs - judgedUntilMs > staleAfterMs ? { since: instantOf(judgedUntilMs) } : null;
};

const written = (sentence: Sentence, nowMs: number) => {
  const { sentence: text, sentenceParts } = writtenSentence(sentence, nowMs);
  return { sentence: text, sentenceParts: [...sentenceParts] };
};
