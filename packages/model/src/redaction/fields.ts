import { globPattern } from './key-globs.ts';
import { fieldRuleId, isMark, markOf, withoutDivider } from './marks.ts';
import type { Redacted } from './plain-redactor.ts';
import type { RedactionPolicy } from './policy.ts';
import type { RedactionAction } from './rule.ts';

export interface OfMembers extends Redacted {
  /** A member that holds others was named: nothing of the text is left. */
  readonly isWhole: boolean;
}

export interface FieldFinder {
  /** What the policy says of the key of an attribute; undefined when nothing. What is a mark already stays. */
  actionOf(key: string, text: string): RedactionAction | 'except' | undefined;
  /** JSON text without what stands in members whose keys the policy names. */
  members(json: string): OfMembers;
}

/** What goes by its key. */
export const fieldFinder = ({ fields, except }: RedactionPolicy, hashOf: (secret: string) => string): FieldFinder => {
  const rules = fields.map(({ keys, action }) => ({
    action,
    key: wholeKey(keys),
    nested: new RegExp(memberPatterns(keys).nested, 'u'),
    named: new RegExp(`^${memberPatterns(keys).key}`, 'u'),
  }));
  const spared = except.length === 0 ? undefined : wholeKey(except);
  const all = memberPatterns(fields.flatMap(({ keys }) => keys));
  const [member, parts] = [new RegExp(all.member, 'gu'), new RegExp(all.parts, 'u')];
  return {
    actionOf(key, text) {
      if (spared?.test(key)) return 'except';
      return isMark(text) ? 'except' : rules.find((rule) => rule.key.test(key))?.action;
    },
    members(json) {
      const nested = rules.find((rule) => rule.nested.test(json))?.action;
      if (nested !== undefined) {
        const text = markOf(nested, fieldRuleId, () => hashOf(json));
        return { text, hits: [fieldRuleId], isDropped: nested === 'drop', isWhole: true };
      }
      const hits: string[] = [];
      if (rules.length === 0) return { text: json, hits, isDropped: false, isWhole: false };
      const text = withoutDivider(json).replaceAll(member, (found) => {
        const [, key = '', secret = ''] = parts.exec(found) ?? [];
        if (isMark(secret.replaceAll('"', ''))) return found;
        hits.push(fieldRuleId);
        const action = rules.find((rule) => rule.named.test(found))?.action ?? 'mask';
        return `${key}"${markOf(action, fieldRuleId, () => hashOf(secret))}"`;
      });
      return { text: hits.length === 0 ? json : text, hits, isDropped: false, isWhole: false };
    },
  };
};

const wholeKey = (globs: readonly string[]): RegExp => new RegExp(`^(?:${globPattern(globs)})$`, 'u');

export interface MemberPatterns {
  /** The key of a member and its colon. */
  readonly key: string;
  /** The same before an object or a list. */
  readonly nested: string;
  /** The same with any other value. */
  readonly member: string;
  /** The same in two groups: key, value. */
  readonly parts: string;
}

export const memberPatterns = (keys: readonly string[]): MemberPatterns => {
  const key = `"(?:${globPattern(keys, String.raw`[^"\\]`)})" {0,2}: {0,2}`;
  const scalar = String.raw`"(?:[^"\\]|\\[ -~])*"|[^"[\]{}, ]+`;
  return { key, nested: String.raw`${key}[\[{]`, member: `${key}(?:${scalar})`, parts: `^(${key})(${scalar})$` };
};
