import { type ActiveForm, activeForms, bareSecret, candidatePattern, partsPattern } from './candidates.ts';
import { checksums } from './checksum.ts';
import { markOf, withoutDivider } from './marks.ts';
import type { RedactionPolicy } from './policy.ts';

export interface Redacted {
  readonly text: string;
  /** The rule of each thing that was redacted, in their order. */
  readonly hits: readonly string[];
  /** The text as a whole goes. */
  readonly isDropped: boolean;
}

/** Finds what the rules find. */
export const plainRedactor = (
  policy: RedactionPolicy,
  hashOf: (secret: string) => string,
): ((text: string) => Redacted) => {
  const active = activeForms(policy);
  if (active.length === 0) return (text) => ({ text, hits: [], isDropped: false });
  const forms = active.map(checkerOf);
  const candidate = new RegExp(candidatePattern(active), 'gu');
  const partsOf = new RegExp(partsPattern(active), 'u');
  return (given) => {
    const hits: string[] = [];
    const text = withoutDivider(given).replaceAll(candidate, (found) => {
      const [, before = '', secret = '', after = ''] = partsOf.exec(found) ?? [];
      const rule = forms.find((fits) => fits.isOf(found, secret))?.rule;
      if (rule === undefined) return found;
      hits.push(rule);
      return before + markOf(policy.actions[rule] ?? 'mask', rule, () => hashOf(secret)) + after;
    });
    const dropped = hits.find((rule) => policy.actions[rule] === 'drop');
    if (dropped !== undefined) return { text: markOf('drop', dropped, String), hits, isDropped: true };
    return hits.length === 0 ? { text: given, hits, isDropped: false } : { text, hits, isDropped: false };
  };
};

const checkerOf = ({ rule, form, pattern }: ActiveForm) => {
  const whole = new RegExp(`^(?:${pattern})$`, 'u');
  const must = form.must === undefined ? undefined : new RegExp(form.must, 'u');
  const unless = rule.unless === undefined ? undefined : new RegExp(rule.unless, 'u');
  return {
    rule: rule.id,
    isOf(found: string, secret: string): boolean {
      if (!whole.test(found) || unless?.test(secret)) return false;
      const bare = bareSecret(secret);
      return (must?.test(bare) ?? true) && (rule.checksum === undefined || checksums[rule.checksum](bare));
    },
  };
};
