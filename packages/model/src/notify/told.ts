import type { Incident, Severity } from '../alerting/incidents/incident.ts';
import { type Sentence, reasonIn, sentenceOf, timeIn } from '../words/sentence.ts';
import type { NotificationState } from './outbox.ts';

/** A notification as far as the sentence about all of one incident needs it. Times in unix ms. */
export interface ToldRow {
  readonly target: string;
  readonly state: NotificationState;
  readonly kind: string;
  readonly settledAtMs: number | null;
  /** Why it is not tried any more, or not needed; of one that waits, how the last attempt ended. */
  readonly why: string;
}

export interface ToldAsked {
  readonly incident: Pick<Incident, 'state' | 'severity' | 'toldSeverity' | 'begunAtMs' | 'endedAtMs' | 'lastSeq'>;
  /** Notifications of all channels but the page, oldest first. */
  readonly rows: readonly ToldRow[];
  readonly channels: readonly { readonly name: string; readonly severities: readonly Severity[] }[];
}

/** Whether anybody was told of an incident; if not, why not, in one line. Pure. */
export const toldSentence = ({ incident, rows, channels }: ToldAsked): Sentence => {
  const accepted = rows.filter(({ state }) => state === 'accepted');
  const pending = rows.filter(({ state }) => state === 'waiting' || state === 'retry' || state === 'sending');
  const failing = pending.find(({ state, why }) => state === 'retry' && why !== '');
  const dead = rows.findLast(({ state }) => state === 'dead');
  if (accepted.length > 0) return acceptedSentence(accepted, pending.length, dead);
  if (failing !== undefined)
    return sentenceOf('Nobody has been told yet, and it is tried again', reasonIn(failing.why));
  if (pending.length > 0) return ['Nobody has been told yet: the message is about to be sent.'];
  if (dead !== undefined)
    return sentenceOf(`Nobody was told: the message to ${dead.target} was refused`, reasonIn(dead.why));
  const withdrawn = rows.findLast(({ state }) => state === 'withdrawn');
  if (withdrawn !== undefined) return [`Nobody was told: ${withdrawn.why}.`];
  if (channels.length === 0) return ['Nobody is notified: no channel is configured, so it is shown on its page alone.'];
  if (incident.state === 'merged') return ['Nobody was told of it by itself: it is part of another incident.'];
  if (incident.state === 'open' && incident.toldSeverity === null)
    return ['Nobody has been told yet: it waits a moment, as causes show later than what they cause.'];
  if (incident.toldSeverity === null) return ['Nobody was told: it was over before its wait had ended.'];
  const taking = channels.filter(({ severities }) => severities.includes(incident.severity));
  if (taking.length === 0) return [`Nobody was told: no recipient of any channel takes ${incident.severity}.`];
  return ['Nobody was told: there was no channel when it was decided.'];
};

const mostNamed = 3;

const acceptedSentence = (accepted: readonly ToldRow[], waiting: number, dead: ToldRow | undefined): Sentence => {
  const targets = [...new Set(accepted.map(({ target }) => target))];
  const more = targets.length > mostNamed ? ` and ${targets.length - mostNamed} more` : '';
  const last = Math.max(...accepted.map(({ settledAtMs }) => settledAtMs ?? 0));
  const notTold = dead === undefined || targets.includes(dead.target) ? undefined : dead;
  return sentenceOf(
    `Told: ${targets.slice(0, mostNamed).join(', ')}${more}. Their mail server took the last message `,
    timeIn(last, 'ago'),
    ', which is not that somebody has read it.',
    waiting === 0 ? '' : ` ${waiting} more ${waiting === 1 ? 'waits' : 'wait'} to be sent.`,
    notTold === undefined ? '' : sentenceOf(` Not told: ${notTold.target}`, reasonIn(notTold.why)),
  );
};
