/** Only so much is read of a statement, and kept of it: a load may send megabytes in one. */
const mostRead = 32_768;
const mostKept = 2_048;

/**
 * The tokens that may hold data, and those that look as if they did. In order: comments, text in all its quotings, names in quotes,
 * placeholders, numbers, words. Text that is not closed runs to the end.
 */
const token =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<text>\b[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|(?:\b[nNbBxX]|\b[uU]&)?'(?:[^']|'')*(?:'|$)|\$(?<tag>(?:[A-Za-z_]\w*)?)\$[\s\S]*?(?:\$\k<tag>\$|$))|"(?:[^"]|"")*(?:"|$)|\[[^\]\n]*\]|`[^`]*`|[$@:?][\w@$]+|(?<number>\b\d[\w.]*(?:[eE][+-]\d+)?)|[\p{L}_][\p{L}\p{N}_$#]*|\s+|[\s\S]/gu;

/** The statement with `?` in place of every literal, without comments, lists of values shortened. */
export const sanitiseSql = (text: string): string => {
  const read = text.length > mostRead ? text.slice(0, mostRead) : text;
  const parts: string[] = [];
  for (const match of read.matchAll(token)) parts.push(replacement(match));
  return shorten(parts.join('').trim());
};

/** Whether the end of what {@link sanitiseSql} gave may be missing. */
export const isCut = (text: string): boolean => text.length >= mostKept;

const replacement = ({ 0: whole, groups }: RegExpMatchArray): string => {
  if (groups?.['text'] !== undefined || groups?.['number'] !== undefined) return '?';
  return whole.startsWith('--') || whole.startsWith('/*') ? ' ' : whole;
};

/** One of a kind says as much as a thousand: `IN (?, ?, ?)` and `VALUES (?), (?)`. A query is of no kind. */
const shorten = (text: string): string =>
  text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\((\s*(?:\?|[$@]\w+)\s*)(?:,\s*(?:\?|[$@]\w+)\s*)+\)/gu, '($1, …)')
    .replaceAll(
      /(\((?!\s*(?:SELECT|WITH|VALUES)\b)[^()]*\))(?:\s*,\s*\((?!\s*(?:SELECT|WITH|VALUES)\b)[^()]*\))+/giu,
      '$1, …',
    )
    .slice(0, mostKept);
