import type { Sentence } from '../words/sentence.ts';
import type { RuleType } from './rule.ts';
import { type Subject, subjectKey } from './subject.ts';

/** What trouble means for the data. `doubt`: it may be wrong. `threat`: it is well now, and will not stay so. */
export const harms = ['no-data', 'wrong-data', 'doubt', 'down', 'threat', 'blind'] as const;
export type Harm = (typeof harms)[number];

/** What trouble may come from: a key that others share, and the watched subject it stands for, if any. */
export interface Cause {
  /** `database warehouse`, `db1:5432 refused`: the same text for the same cause. */
  readonly key: string;
  /** What is watched under that key; null where nothing is. */
  readonly subject: Subject | null;
}

/** What a tick found about one thing. `unknown`: it could not be judged, and stays as it was. */
export type Finding =
  | { readonly what: RuleType; readonly is: 'well' | 'unknown' }
  | ({ readonly what: RuleType; readonly is: 'bad' } & Trouble);

export interface Trouble {
  /** When it began, unix ms. */
  readonly sinceMs: number;
  /** What happened, in a sentence of the model. */
  readonly sentence: Sentence;
  /** `failed at load`: the same in a few words, to follow the name of the subject. */
  readonly words: string;
  readonly harm: Harm;
  /** The run that shows it. */
  readonly runId: string | null;
  /** When data is needed, unix ms: the deadline, else the next due time; null where none is known. */
  readonly neededAtMs: number | null;
  /** When a run that goes on now usually ends, unix ms; null where none does. */
  readonly retryEndsMs: number | null;
  readonly causes: readonly Cause[];
  /** Of a system: pipelines that use it, by when they run next; the earliest of all and the earliest critical one. */
  readonly needs?: readonly Need[];
  /** Of a system: rows that were loaded without what it gives, or left out. */
  readonly rowsWithout?: number;
}

/** A pipeline that uses what is in trouble. */
export interface Need {
  /** `namespace/name` */
  readonly pipeline: string;
  readonly criticality: string | null;
  /** When it is due next, unix ms. */
  readonly atMs: number;
}

/** One look at one subject. */
export interface Look {
  readonly subject: Subject;
  /** `critical`, `high`, `medium`, `low`; null where none is declared. */
  readonly criticality: string | null;
  /** Pipelines that use it, of a system. */
  readonly usedBy: readonly string[];
  /** Whose it is; absent where nobody is named. */
  readonly owner?: string | null;
  readonly findings: readonly Finding[];
}

const rank = { bad: 0, unknown: 1, well: 2 } as const;

/** All findings by subject and type, in an order that does not depend on theirs; of two about the same the worse counts. */
export const sortedLooks = (looks: readonly Look[]): readonly Look[] =>
  [...Map.groupBy(looks, ({ subject }) => subjectKey(subject))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, ofOne]) => (ofOne.length === 1 ? ofOne : [joined(ofOne)]));

const joined = (looks: readonly Look[]): Look => {
  const inOrder = looks
    .map((look) => ({ look, text: JSON.stringify(look) }))
    .toSorted((a, b) => compare(a.text, b.text));
  const [first] = inOrder as [(typeof inOrder)[number]];
  const findings = [
    ...Map.groupBy(
      inOrder.flatMap(({ look }) => look.findings),
      ({ what }) => what,
    ).values(),
  ].map(worst);
  const criticality = inOrder.map(({ look }) => look.criticality).find((one) => one !== null) ?? null;
  const usedBy = [...new Set(inOrder.flatMap(({ look }) => look.usedBy))].toSorted(compare);
  return { ...first.look, criticality, usedBy, findings };
};

const worst = (findings: readonly Finding[]): Finding => {
  const [first] = findings.toSorted(
    (a, b) => rank[a.is] - rank[b.is] || compare(JSON.stringify(a), JSON.stringify(b)),
  ) as [Finding];
  return first;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
