import type { KeptRule, RuleBook } from './kept-rules.ts';
import { spanRuleId } from './rules.ts';

type Rules = readonly KeptRule[];

/** Rules that were made in the product; what changes is written to the state first. */
export interface RuleShelf {
  readonly all: () => Rules;
  readonly of: (id: string) => KeptRule | undefined;
  /** One change after the other. Raises what the state raises; then nothing has changed. */
  readonly change: (next: (rules: Rules) => Rules) => Promise<void>;
  readonly update: (id: string, part: Partial<KeptRule>) => Promise<void>;
  /** Sets a rule in force, unless it has meanwhile been taken away. */
  readonly made: (id: string) => Promise<void>;
  /** Resolves when nothing is being written any more. */
  readonly settled: () => Promise<unknown>;
}

/** Those that the configuration has meanwhile, too, are left to it. */
export const openRuleShelf = async (book: RuleBook, idsOfFile: ReadonlySet<string>): Promise<RuleShelf> => {
  let kept = (await book.recall()).filter((rule) => !idsOfFile.has(spanRuleId(rule)));
  let writing: Promise<unknown> = Promise.resolve();
  const change: RuleShelf['change'] = (next) => {
    const written = writing.then(async () => {
      const changed = next(kept);
      if (changed === kept) return;
      await book.remember(changed);
      kept = [...changed];
    });
    writing = written.catch(() => {});
    return written;
  };
  return {
    all: () => kept,
    of: (id) => kept.find((rule) => spanRuleId(rule) === id),
    change,
    update: (id, part) =>
      change((rules) => rules.map((rule) => (spanRuleId(rule) === id ? { ...rule, ...part } : rule))),
    made: (id) =>
      change((rules) =>
        rules.map((rule) =>
          spanRuleId(rule) === id && rule.stage === 'making' ? { ...rule, stage: 'in-force' } : rule,
        ),
      ),
    settled: () => writing,
  };
};
