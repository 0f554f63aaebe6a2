import { guards } from './guards.ts';
import type { RedactionPolicy } from './policy.ts';
import type { RedactionForm, RedactionRule } from './rule.ts';
import { redactionRules } from './rules.ts';

/** A form of a rule that the policy has switched on. */
export interface ActiveForm {
  readonly rule: RedactionRule;
  readonly form: RedactionForm;
  /** Matches it wherever it stands. */
  readonly pattern: string;
}

export const activeForms = ({ actions }: Pick<RedactionPolicy, 'actions'>): readonly ActiveForm[] =>
  redactionRules
    .filter(({ id }) => actions[id] !== undefined)
    .flatMap((rule) =>
      rule.forms.map((form) => {
        const { before = '', secret, after = '' } = form;
        return { rule, form, pattern: `${before}(?:${secret})${after}` };
      }),
    );

const either = (patterns: readonly string[]): string => patterns.map((pattern) => `(?:${pattern})`).join('|');

/** Matches whatever may have to be redacted, and what is left alone for looking like it. */
export const candidatePattern = (forms: readonly ActiveForm[]): string =>
  either([...guards, ...forms.map(({ pattern }) => pattern)]);

/** Of a candidate in three groups: what stands before the secret, the secret, what stands behind it. */
export const partsPattern = (forms: readonly ActiveForm[]): string => {
  const sides = (side: 'before' | 'after'): string =>
    either([...new Set(forms.flatMap(({ form: { [side]: pattern } }) => (pattern === undefined ? [] : [pattern])))]);
  return String.raw`^((?:${sides('before')})?)([^\x00]+?)((?:${sides('after')})?)$`;
};

/** One of these is found in every text that holds something to redact, so that the others need no look. */
export const hintPatterns = (forms: readonly ActiveForm[]): readonly string[] => [
  ...new Set(forms.map(({ form: { hint }, pattern }) => hint ?? pattern)),
];

/** What checks look at. */
export const bareSecret = (secret: string): string => secret.replaceAll(/[ \u{A0}\u{202F}./()-]/gu, '').toUpperCase();
