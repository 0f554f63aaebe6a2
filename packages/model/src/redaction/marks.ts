import type { RedactionAction } from './rule.ts';

/** Attribute in which a record says what was redacted in it: `card=1,mail=2`. */
export const redactedKey = 'sightglass.redacted';

/** Rule of what goes by its key. */
export const fieldRuleId = 'field';

/** Of the hash of a secret so many hexadecimal digits stay. */
export const hashDigits = 16;

/** What stands where something was. A letter before the hash keeps it from looking like a number. */
export const markOf = (action: RedactionAction, rule: string, hash: () => string): string => {
  if (action === 'hash') return `[hashed:${rule}:h${hash().slice(0, hashDigits)}]`;
  return action === 'drop' ? `[dropped:${rule}]` : `[redacted:${rule}]`;
};

export const markPattern = String.raw`\[(?:redacted|hashed|dropped):[a-z-]+(?::h[0-9a-f]+)?\]`;

const wholeMark = new RegExp(`^(?:${markPattern})$`, 'u');
/** Whether a value has been redacted before. */
export const isMark = (text: string): boolean => wholeMark.test(text);

/** Text within quotes, or a mark, in JSON, or in what Python prints. */
export const quotedOrMark = String.raw`"(?:[^"\\]|\\[ -~])*"|'(?:[^'\\]|\\[ -~])*'|[0-9.+-]*${markPattern}[0-9.+-]*`;

/** `card=1,mail=2` of the rules that hit. */
export const countsText = (hits: readonly string[]): string =>
  [...Map.groupBy(hits, (rule) => rule)]
    .map(([rule, all]) => `${rule}=${all.length}`)
    .toSorted()
    .join(',');

const quotedOrMarks = new RegExp(quotedOrMark, 'gu');
/** A mark that stands in the place of a number, or of a part of it, is no JSON without quotes. */
export const quoteMarks = (json: string): string =>
  withoutDivider(json).replaceAll(quotedOrMarks, (found) => (/^["']/u.test(found) ? found : `"${found}"`));

/** The engine splits what it replaces from the rest by U+0001, so that it becomes a blank where something is replaced. */
export const withoutDivider = (text: string): string => text.replaceAll('\u{1}', ' ');
