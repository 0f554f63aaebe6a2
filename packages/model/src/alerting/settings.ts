import type { EscalationStep, Recipient, Severity, To } from './incidents/incident.ts';
import { defaultRules, type Rule } from './rule.ts';
import type { Holding } from './silence.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** What decisions are made by, beside what happened. */
export interface AlertingSettings extends Holding {
  readonly rules: readonly Rule[];
  readonly recipients: readonly Recipient[];
  /** How long a new incident waits before anybody is told, as causes show later than what they cause. */
  readonly groupWaitMs: Readonly<Record<Severity, number>>;
  readonly remindMs: Readonly<Record<Severity, number>>;
  /** Trouble that comes back so soon after its end is the same incident. */
  readonly reopenWithinMs: number;
  /** A cause that is found so soon takes in the incidents that it caused. */
  readonly absorbWithinMs: number;
  /** That an incident grew is told again only after so long. */
  readonly growQuietMs: number;
  /** By severity, what is done while nobody acknowledges. */
  readonly escalation: Readonly<Record<Severity, readonly EscalationStep[]>>;
  /** Whom the names in steps stand for now. */
  readonly targets: Readonly<Record<string, readonly To[]>>;
}

/** Everybody who looks at the pages. */
export const pageRecipient: Recipient = { channel: 'page', target: 'everyone', severities: ['P1', 'P2', 'P3'] };

export const defaultSettings: AlertingSettings = {
  rules: defaultRules,
  recipients: [pageRecipient],
  groupWaitMs: { P1: 15 * secondMs, P2: 30 * secondMs, P3: 30 * secondMs },
  remindMs: { P1: hourMs, P2: 4 * hourMs, P3: 24 * hourMs },
  reopenWithinMs: 30 * minuteMs,
  absorbWithinMs: 10 * minuteMs,
  growQuietMs: 5 * minuteMs,
  escalation: { P1: [], P2: [], P3: [] },
  targets: {},
  silences: [],
  maintenance: [],
};

/** How long after its end an incident about the same counts as one before. */
export const againWithinMs = 7 * 24 * hourMs;
