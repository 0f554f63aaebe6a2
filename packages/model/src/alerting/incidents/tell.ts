import { type Sentence, sentenceOf, timeIn } from '../../words/sentence.ts';
import { agoWords } from '../../words/time.ts';
import { beginEscalation, escalate } from './escalate.ts';
import { type Incident, type Recipient, recipientKey, type TellingKind, type To, type Told } from './incident.ts';
import type { AlertingSettings } from '../settings.ts';
import { type Held, heldIn } from '../silence.ts';
import { isGraver } from './severity.ts';
import { activeIn, type Draft, endTimers, incidentOf, note, putIncident, setTimer } from '../draft.ts';

interface Telling {
  readonly kind: TellingKind;
  readonly to: readonly To[];
  readonly reason: string;
}

/** Tells these of an incident: one entry of its timeline, one notification each. Nobody is told by this function alone; rows wait to be sent. */
const tell = (draft: Draft, no: number, { kind, to, reason }: Telling): void => {
  if (to.length === 0) return;
  const seq = note(draft, no, 'told', tellingSentence(kind, reason, to));
  const { severity, title, sentence } = incidentOf(draft, no);
  for (const { channel, target } of to)
    draft.notifications.push({
      key: `${no}:${seq}:${channel}:${target}`,
      incidentNo: no,
      seq,
      kind,
      channel,
      target,
      reason,
      severity,
      title,
      sentence,
      atMs: draft.nowMs,
    });
};

const tellingSentence = (kind: TellingKind, reason: string, to: readonly To[]): Sentence => [
  `Noted for ${to.map(({ channel, target }) => `${target} (${channel})`).join(', ')}: ${kind}, as ${reason}.`,
];

/** Those of the settings who are told of such an incident. */
const wanted = ({ recipients }: AlertingSettings, { severity }: Incident): readonly Recipient[] =>
  recipients.filter(({ severities }) => severities.includes(severity));

const knows = ({ told }: Incident, who: To): Told | undefined =>
  told.find((one) => recipientKey(one) === recipientKey(who));

/** Who knew of an incident that became part of another is told so, and is told of the end of that one. */
export const tellOfMerge = (draft: Draft, no: number, into: number): void => {
  const merged = incidentOf(draft, no);
  tell(draft, no, { kind: 'joined', to: merged.told, reason: `it is part of INC-${into} now` });
  const target = incidentOf(draft, into);
  const more = merged.told.filter((who) => knows(target, who) === undefined);
  putIncident(draft, { ...target, told: [...target.told, ...more.map((who) => ({ ...who, hasFirst: false }))] });
  putIncident(draft, { ...incidentOf(draft, no), told: [] });
};

/** What has been due for an open incident: its first word, more gravity, more pipelines, a reminder. */
export const tellOfOpen = (draft: Draft, settings: AlertingSettings, no: number): void => {
  const held = heldIn(activeIn(draft, no), settings, draft.nowMs);
  if (held !== undefined) return holdBack(draft, no, held);
  const incident = incidentOf(draft, no);
  const { heldBy = null } = incident;
  if (heldBy !== null) return release(draft, settings, incident, heldBy);
  if (incident.toldSeverity === null) return tellFirst(draft, settings, incident);
  if (isGraver(incident.severity, incident.toldSeverity)) tellRaised(draft, settings, incident);
  else if (hasGrown(draft, settings, incident)) tellGrown(draft, incident);
  tellFlapping(draft, incidentOf(draft, no));
  tellReminder(draft, settings, incidentOf(draft, no));
  tellEscalated(draft, settings, incidentOf(draft, no));
};

/** Nobody is told for now: what is due comes round when it is looked at again. */
const holdBack = (draft: Draft, no: number, { by, untilMs }: Held): void => {
  const incident = incidentOf(draft, no);
  if (incident.heldBy !== by) {
    putIncident(draft, { ...incident, heldBy: by });
    note(draft, no, 'held', sentenceOf(`Nobody is notified because of ${by}, until `, timeIn(untilMs, 'time'), '.'));
  }
  for (const kind of ['group-wait', 'remind', 'escalate'] as const)
    if (isDue(draft, `${kind} ${no}`)) setTimer(draft, kind, no, Math.max(untilMs, draft.nowMs + 1));
};

/** It is told again: first what happened meanwhile, else that it is still so. */
const release = (draft: Draft, settings: AlertingSettings, incident: Incident, heldBy: string): void => {
  const { no, toldSeverity, severity, told } = incident;
  putIncident(draft, { ...incident, heldBy: null });
  const reason = `${heldBy} has ended, and it is still in trouble`;
  if (toldSeverity === null) return tellFirst(draft, settings, incidentOf(draft, no), reason);
  if (isGraver(severity, toldSeverity)) return tellRaised(draft, settings, incidentOf(draft, no));
  tell(draft, no, { kind: 'reminder', to: told, reason });
  setReminder(draft, settings, incidentOf(draft, no));
};

/** `reason`: it is told at once, for that. */
const tellFirst = (draft: Draft, settings: AlertingSettings, incident: Incident, reason?: string): void => {
  const { no } = incident;
  if (reason === undefined && !isDue(draft, `group-wait ${no}`)) return;
  const to = wanted(settings, incident);
  const word = firstWord(draft, incident);
  tell(draft, no, { to, ...word, reason: reason ?? word.reason });
  const now = incidentOf(draft, no);
  const others = now.told.filter((one) => !to.some((who) => recipientKey(who) === recipientKey(one)));
  putIncident(draft, {
    ...now,
    told: [...others, ...to.map(({ channel, target }) => ({ channel, target, hasFirst: true }))],
    toldAtMs: now.toldAtMs ?? (to.length === 0 ? null : draft.nowMs),
    ...toldNow(draft, now),
    toldFlapping: isFlapping(draft, no),
  });
  endTimers(draft, no);
  setReminder(draft, settings, incidentOf(draft, no));
  beginEscalation(draft, settings, no);
};

const firstWord = (draft: Draft, incident: Incident): Pick<Telling, 'kind' | 'reason'> => {
  const { no, toldAtMs, openedAtMs, firstBadAtMs } = incident;
  if (isFlapping(draft, no)) return flappingWord;
  if (toldAtMs !== null) return { kind: 'reopened', reason: 'it came back' };
  const isOld = firstBadAtMs < draft.beganAtMs && openedAtMs === draft.beganAtMs;
  return { kind: 'opened', reason: isOld ? 'it was so already when alerting began' : 'it is new' };
};

const flappingWord = {
  kind: 'flapping',
  reason: 'it comes and goes; nothing more is sent until it has stayed one way for 30 minutes',
} as const;

const isFlapping = (draft: Draft, no: number): boolean =>
  activeIn(draft, no).some(({ flappingSinceMs }) => flappingSinceMs !== null);

const toldNow = ({ nowMs }: Draft, { severity, pipelines }: Incident) => ({
  toldSeverity: severity,
  toldPipelines: pipelines.length,
  toldAnewAtMs: nowMs,
});

const tellRaised = (draft: Draft, settings: AlertingSettings, incident: Incident): void => {
  const { no, severity, toldSeverity, told } = incident;
  const more = wanted(settings, incident).filter((who) => knows(incident, who) === undefined);
  tell(draft, no, { kind: 'raised', to: told, reason: `it was ${toldSeverity} and is ${severity} now` });
  tell(draft, no, { kind: 'opened', to: more, reason: `it is ${severity} now` });
  const now = incidentOf(draft, no);
  const added = more.map(({ channel, target }) => ({ channel, target, hasFirst: true }));
  putIncident(draft, { ...now, told: [...now.told, ...added], ...toldNow(draft, now) });
  setReminder(draft, settings, incidentOf(draft, no));
  beginEscalation(draft, settings, no);
};

const hasGrown = (
  { nowMs }: Draft,
  { growQuietMs }: AlertingSettings,
  { pipelines, toldPipelines, toldAnewAtMs }: Incident,
): boolean =>
  pipelines.length >= Math.max(2, 2 * toldPipelines) && toldAnewAtMs !== null && nowMs - toldAnewAtMs >= growQuietMs;

const tellGrown = (draft: Draft, incident: Incident): void => {
  const { no, pipelines, toldPipelines, told } = incident;
  tell(draft, no, {
    kind: 'grew',
    to: told,
    reason: `it had ${toldPipelines} pipelines and has ${pipelines.length} now`,
  });
  putIncident(draft, { ...incidentOf(draft, no), toldPipelines: pipelines.length, toldAnewAtMs: draft.nowMs });
};

/** Once when it begins to come and go, once when it stays. */
const tellFlapping = (draft: Draft, incident: Incident): void => {
  const { no, told, toldFlapping } = incident;
  const isNow = isFlapping(draft, no);
  if (isNow === toldFlapping) return;
  const steadyWord = { kind: 'steady', reason: 'it has stayed bad for 30 minutes' } as const;
  tell(draft, no, { to: told, ...(isNow ? flappingWord : steadyWord) });
  putIncident(draft, { ...incidentOf(draft, no), toldFlapping: isNow });
};

const tellReminder = (draft: Draft, settings: AlertingSettings, incident: Incident): void => {
  const { no, told, begunAtMs, acknowledgedAtMs } = incident;
  if (acknowledgedAtMs !== null || !isDue(draft, `remind ${no}`)) return;
  tell(draft, no, {
    kind: 'reminder',
    to: told,
    reason: `it began ${agoWords(begunAtMs, draft.nowMs)} and nobody has taken it`,
  });
  setReminder(draft, settings, incident);
};

/** Whoever a step reaches is told of the incident, and so of its end. */
const tellEscalated = (draft: Draft, settings: AlertingSettings, incident: Incident): void => {
  const step = escalate(draft, settings, incident);
  if (step === undefined) return;
  const { no } = incident;
  const { to, reason } = step;
  const more = to.filter((who) => knows(incident, who) === undefined);
  tell(draft, no, { kind: 'opened', to: more, reason });
  tell(draft, no, { kind: 'reminder', to: to.filter((who) => !more.includes(who)), reason });
  const now = incidentOf(draft, no);
  putIncident(draft, { ...now, told: [...now.told, ...more.map((who) => ({ ...who, hasFirst: true }))] });
};

const setReminder = (
  draft: Draft,
  { remindMs }: AlertingSettings,
  { no, severity, acknowledgedAtMs }: Incident,
): void => {
  if (acknowledgedAtMs === null) setTimer(draft, 'remind', no, draft.nowMs + remindMs[severity]);
};

const isDue = ({ timers, nowMs }: Draft, key: string): boolean => (timers.get(key)?.dueAtMs ?? Infinity) <= nowMs;

/** It is over: all who know of it are told, nobody else; of one that was over before anybody was told, nobody. */
export const tellOfEnd = (draft: Draft, no: number, reason: string): void => {
  const { told, begunAtMs } = incidentOf(draft, no);
  tell(draft, no, { kind: 'resolved', to: told, reason });
  if (told.length === 0) {
    const seconds = Math.round((draft.nowMs - begunAtMs) / 1000);
    note(draft, no, 'ended', sentenceOf(`Over after ${seconds} s; nobody had been notified.`));
  }
  putIncident(draft, { ...incidentOf(draft, no), told: [] });
  endTimers(draft, no);
};
