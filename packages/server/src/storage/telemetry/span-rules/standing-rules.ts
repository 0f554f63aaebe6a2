import { repeatedly } from '../../../schedule/repeatedly.ts';
import type { TelemetryClient } from '../client.ts';
import type { KeptRule, RuleBook } from './kept-rules.ts';
import { openRuleShelf } from './rule-shelf.ts';
import { createRuleWork, type RuleProgress } from './rule-work.ts';
import { replaceSpanRules, type SpanRule, spanRuleId } from './rules.ts';

/** A rule as it is now. */
export interface StandingRule extends RuleProgress {
  readonly id: string;
  readonly rule: SpanRule;
  readonly source: 'file' | 'product';
  /** `making`: past spans become runs. `removing`: its runs are taken back. */
  readonly stage: KeptRule['stage'];
  /** RFC 3339; undefined of the file. */
  readonly addedAt: string | undefined;
}

export interface AddedRule {
  /** `full`: there are as many as there may be. `busy`: the same rule is being taken back. */
  readonly outcome: 'added' | 'known' | 'full' | 'busy';
  readonly rule: StandingRule | undefined;
}

/** Rules that make runs of spans: those of the configuration, and those that people make. */
export interface StandingRules extends AsyncDisposable {
  /** Those of the configuration first. */
  readonly list: () => StandingRule[];
  /** Makes it a rule of spans that arrive from now on, and begins to make runs of past ones. The same rule twice is once. */
  readonly add: (rule: SpanRule) => Promise<AddedRule>;
  /** Begins to take back what the rule made. Undefined where there is no such rule of the product. */
  readonly remove: (id: string) => Promise<StandingRule | undefined>;
}

export interface StandingRulesParts {
  readonly telemetry: TelemetryClient;
  readonly book: RuleBook;
  readonly fromFile: readonly SpanRule[];
  /** Runs came or went. */
  readonly onChanged: () => void;
  readonly onError: (error: unknown) => void;
}

const mostRules = 100;
const idleMs = 3_600_000;
const againInMs = 5_000;

/** Sets the rules before anything is loaded, and goes on with what the last server had begun. Raises what the state and the engine raise. */
export const openStandingRules = async (parts: StandingRulesParts): Promise<StandingRules> => {
  const { telemetry, book, fromFile, onChanged, onError } = parts;
  const ofFile = fromFile.map(fileRule);
  const idsOfFile = new Set(ofFile.map(({ id }) => id));
  const shelf = await openRuleShelf(book, idsOfFile);
  await replaceSpanRules(telemetry, [...fromFile, ...shelf.all().filter(({ stage }) => stage !== 'removing')]);
  const work = createRuleWork({ telemetry, shelf, idsOfFile, onChanged });
  const going = repeatedly(async (signal) => ((await work.next(signal)) ? 0 : idleMs), { againInMs, onError });
  const standing = (rule: KeptRule): StandingRule => productRule(rule, work.of(spanRuleId(rule)));
  const find = (id: string): StandingRule | undefined => {
    const kept = shelf.of(id);
    return ofFile.find((one) => one.id === id) ?? (kept && standing(kept));
  };

  return {
    list: () => [...ofFile, ...shelf.all().map(standing)],

    async add(rule) {
      const id = spanRuleId(rule);
      let outcome: AddedRule['outcome'] = 'known';
      await shelf.change((rules) => {
        const known = find(id);
        if (known !== undefined) outcome = known.stage === 'removing' ? 'busy' : 'known';
        else outcome = rules.length >= mostRules ? 'full' : 'added';
        return outcome === 'added'
          ? [...rules, { ...rule, addedAt: new Date().toISOString(), stage: 'making' }]
          : rules;
      });
      going.soon();
      return { outcome, rule: find(id) };
    },

    async remove(id) {
      if (shelf.of(id) === undefined) return undefined;
      await shelf.update(id, { stage: 'removing' });
      going.soon();
      return find(id);
    },

    async [Symbol.asyncDispose]() {
      await going[Symbol.asyncDispose]();
      await shelf.settled();
    },
  };
};

const fileRule = (rule: SpanRule): StandingRule => ({
  id: spanRuleId(rule),
  rule,
  source: 'file',
  stage: 'in-force',
  addedAt: undefined,
  progress: undefined,
  problem: undefined,
});

const productRule = (
  { addedAt, stage, takenFrom: _takenFrom, ...rule }: KeptRule,
  { progress, problem }: RuleProgress,
): StandingRule => ({ id: spanRuleId(rule), rule, source: 'product', stage, addedAt, progress, problem });
