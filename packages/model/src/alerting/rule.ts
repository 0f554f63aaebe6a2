import type { Subject } from './subject.ts';

/** What a rule can be about. Of a pipeline: its due times and runs; of a system: how it is now. */
export const ruleTypes = [
  'missed',
  'late',
  'outdated',
  'failed',
  'lost',
  'rejected',
  'ledger',
  'check-failed',
  'empty',
  'database-down',
  'api-down',
  'breaker-open',
  'certificate',
  'not-judged',
] as const;
export type RuleType = (typeof ruleTypes)[number];

/** Which subjects a rule is about: every part that is given must fit one of its patterns. `*` stands for any text. */
export interface RuleScope {
  readonly namespace?: readonly string[] | undefined;
  readonly name?: readonly string[] | undefined;
  readonly owner?: readonly string[] | undefined;
  readonly criticality?: readonly string[] | undefined;
}

/** A rule is data. */
export interface Rule {
  readonly id: string;
  readonly what: RuleType;
  readonly where?: RuleScope;
  /** How long it must hold before it fires; only time that could be heard counts. */
  readonly forMs: number;
  /** How long it must be well before it has ended. */
  readonly keepFiringForMs: number;
  /** In how many runs in a row it must show before it fires; one unless given. */
  readonly runs?: number;
  /** Nothing fires where it decides. */
  readonly isMuted?: boolean;
}

const minuteMs = 60_000;

const usual = (what: RuleType, forMs = 0, keepFiringForMs = 0): Rule => ({
  id: `default-${what}`,
  what,
  forMs,
  keepFiringForMs,
});

/** What is on without configuration. */
export const defaultRules: readonly Rule[] = [
  usual('missed'),
  usual('late'),
  usual('outdated'),
  usual('failed'),
  usual('lost'),
  usual('rejected'),
  usual('ledger'),
  usual('check-failed'),
  usual('empty'),
  usual('database-down', 0, minuteMs),
  usual('api-down', 0, minuteMs),
  usual('breaker-open', 5 * minuteMs, minuteMs),
  usual('certificate'),
  usual('not-judged', 3 * minuteMs, minuteMs),
];

/** Which show in runs, so that they can be asked for in several in a row. */
export const ruleTypesOfRuns: readonly RuleType[] = ['failed', 'lost', 'rejected', 'ledger', 'check-failed', 'empty'];
export const ruleTypesOfPipelines: readonly RuleType[] = ['missed', 'late', 'outdated', ...ruleTypesOfRuns];

/** Of several rules about the same the first that fits decides: own rules, in their order, before those that are on without configuration. */
export const withDefaults = (own: readonly Rule[]): readonly Rule[] => [...own, ...defaultRules];

/** Whether the rule is about this subject. */
export const isAbout = (
  { where }: Pick<Rule, 'where'>,
  { subject, criticality, owner = null }: RuleSubject,
): boolean => {
  if (where === undefined) return true;
  const { namespace, name, owner: owners, criticality: wanted } = where;
  return (
    fitsOne(namespace, subject.namespace) &&
    fitsOne(name, subject.name) &&
    fitsOne(owners, owner ?? '') &&
    (wanted === undefined || wanted.includes(criticality?.toLowerCase() ?? ''))
  );
};

interface RuleSubject {
  readonly subject: Subject;
  readonly criticality: string | null;
  readonly owner?: string | null;
}

const fitsOne = (patterns: readonly string[] | undefined, text: string): boolean =>
  patterns === undefined || patterns.some((pattern) => fits(pattern, text));

const fits = (pattern: string, text: string): boolean => {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return text === pattern;
  const tail = rest.at(-1) ?? '';
  if (!text.startsWith(head) || text.length < head.length + tail.length || !text.endsWith(tail)) return false;
  let from = head.length;
  for (const piece of rest.slice(0, -1)) {
    const at = text.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return from <= text.length - tail.length;
};
