import type { Sentence } from '../../words/sentence.ts';
import type { Subject } from '../subject.ts';

export const severities = ['P1', 'P2', 'P3'] as const;
export type Severity = (typeof severities)[number];

/** `merged`: part of another one now. */
export const incidentStates = ['open', 'resolved', 'merged'] as const;
export type IncidentState = (typeof incidentStates)[number];

/** Who is told, and by which channel. */
export interface Recipient {
  readonly channel: string;
  readonly target: string;
  /** Of which severities this one is told. */
  readonly severities: readonly Severity[];
}

export type To = Pick<Recipient, 'channel' | 'target'>;

/** What is done when nobody has acknowledged an incident for so long after the step before, or after its first word. */
export interface EscalationStep {
  readonly afterMs: number;
  /** A name; whom it stands for is asked when the step is taken. */
  readonly tell: string;
}

export const recipientKey = ({ channel, target }: To): string => JSON.stringify([channel, target]);

/** Somebody who knows of the incident and has not been told of its end. */
export interface Told {
  readonly channel: string;
  readonly target: string;
  /** Has had the first notification of this very incident; false of those who only know that another one became part of it. */
  readonly hasFirst: boolean;
}

/** Trouble that people take care of as one. Times in unix ms. */
export interface Incident {
  readonly no: number;
  /** Counted up with every change, so that of two who change it at once the second is refused. */
  readonly version: number;
  readonly root: Subject;
  /** Of an inferred cause its key; else empty. */
  readonly causeKey: string;
  readonly title: string;
  readonly sentence: Sentence;
  readonly state: IncidentState;
  readonly severity: Severity;
  readonly severityWhy: Sentence;
  /** The person who set it; from then on only people change it. */
  readonly severityBy: string | null;
  readonly openedAtMs: number;
  /** When it was opened, or reopened last. */
  readonly begunAtMs: number;
  readonly firstBadAtMs: number;
  /** When somebody was first told; null until then. */
  readonly toldAtMs: number | null;
  readonly acknowledgedAtMs: number | null;
  readonly acknowledgedBy: string | null;
  readonly owner: string | null;
  readonly resolvedAtMs: number | null;
  /** A person; null of one that ended by itself. */
  readonly resolvedBy: string | null;
  /** When its last alert ended, which may be after it was closed by hand; null until then. */
  readonly endedAtMs: number | null;
  readonly mergedInto: number | null;
  /** The one before about the same, within a week, and how many there were. */
  readonly againOf: number | null;
  readonly times: number;
  /** Pipelines that are or were in it. */
  readonly pipelines: readonly string[];
  readonly told: readonly Told[];
  readonly toldSeverity: Severity | null;
  readonly toldPipelines: number;
  readonly toldAnewAtMs: number | null;
  readonly toldFlapping: boolean;
  /** Why nobody is told of it now, as of a silence; null where it is told. */
  readonly heldBy?: string | null;
  /** Steps of escalation that are still to come, as they were set when it began. */
  readonly steps?: readonly EscalationStep[];
  /** Of its timeline; the next entry is one more. */
  readonly lastSeq: number;
}

export const eventKinds = [
  'opened',
  'joined',
  'left',
  'merged',
  'absorbed',
  'severity',
  'told',
  'held',
  'escalated',
  'flapping',
  'acknowledged',
  'taken',
  'handed-over',
  'noted',
  'resolved',
  'reopened',
  'ended',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** One entry of a timeline; entries are only added. */
export interface IncidentEvent {
  readonly incidentNo: number;
  readonly seq: number;
  readonly atMs: number;
  readonly kind: EventKind;
  /** A person; null of what happened by itself. */
  readonly by: string | null;
  readonly sentence: Sentence;
}

export const tellingKinds = [
  'opened',
  'raised',
  'grew',
  'joined',
  'reminder',
  'flapping',
  'steady',
  'reopened',
  'resolved',
] as const;
export type TellingKind = (typeof tellingKinds)[number];

/** Somebody is to be told something, and why. */
export interface Notification {
  /** `12:7:page:everyone`: telling the same twice has the same key. */
  readonly key: string;
  readonly incidentNo: number;
  readonly seq: number;
  readonly kind: TellingKind;
  readonly channel: string;
  readonly target: string;
  readonly reason: string;
  readonly severity: Severity;
  readonly title: string;
  readonly sentence: Sentence;
  readonly atMs: number;
}

/** When something about an incident is due. One key, one timer. */
export interface Timer {
  readonly key: string;
  readonly kind: 'group-wait' | 'remind' | 'escalate';
  readonly incidentNo: number;
  readonly dueAtMs: number;
}

export const timerKey = (kind: Timer['kind'], incidentNo: number): string => `${kind} ${incidentNo}`;
