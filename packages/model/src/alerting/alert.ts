import type { Trouble } from './look.ts';
import type { RuleType } from './rule.ts';
import type { Subject } from './subject.ts';

/** Its condition does not hold yet long enough · holds · does no longer, for a short time · has ended. One that never held has no record. */
export const alertStates = ['pending', 'firing', 'recovering', 'resolved'] as const;
export type AlertState = (typeof alertStates)[number];

/** One rule about one subject. Times in unix ms. */
export interface Alert {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly what: RuleType;
  readonly subject: Subject;
  readonly criticality: string | null;
  /** Whose it is; absent where nobody is named. */
  readonly owner?: string | null;
  readonly usedBy: readonly string[];
  readonly state: AlertState;
  /** Why it came into that state. */
  readonly reason: string;
  /** Since when it is in that state. */
  readonly sinceMs: number;
  /** When it last began to fire; null while it never did. */
  readonly firedAtMs: number | null;
  /** What was last found. */
  readonly trouble: Trouble;
  /** In how many runs it was found, of this spell. */
  readonly count: number;
  /** When it changed between bad and well, of the last hour. */
  readonly flipsMs: readonly number[];
  readonly flappingSinceMs: number | null;
  /** Since when it could not be judged; null where it could the last time. */
  readonly notJudgedSinceMs: number | null;
  /** The incident it belongs to, or last belonged to. */
  readonly incidentNo: number | null;
}

export const isActive = ({ state }: Alert): boolean => state === 'firing' || state === 'recovering';
export const isOpenAlert = ({ state }: Alert): boolean => state !== 'resolved';
