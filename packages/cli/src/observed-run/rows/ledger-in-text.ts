import { isOtherThing, isOtherUnit, isSize, leavesRows } from './row-units.ts';
import type { LedgerColumn } from './row-rules.ts';
import { wholeCountOf } from './whole-count.ts';

const key = /(?<![\w./$@%-])(?:rows[_.])?(read|written|rejected|filtered|deduplicated|unmatched)=/g;
/** A number with all that may belong to it. */
const number = /^\d[\d,._'\u2019\u00a0\u2009\u202f]*/;
const isNumeric = /^["'([]?[-+~<>=≈−]?\.?\d/;
/** The nearest words count: a longer message may tell of other things, too. */
const nearWords = 3;

interface Pair {
  readonly column: LedgerColumn;
  readonly count: number;
  /** The text behind it, up to the next pair. */
  readonly behind: string;
}

/**
 * The counts of rows that a text has as `read=7 written=7`. Undefined where one of its numbers is unclear, or may count anything but
 * rows: then none of them is certain.
 */
export const ledgerInText = (text: string): Map<LedgerColumn, number> | undefined => {
  const keys = [...text.matchAll(key)];
  const first = keys[0];
  if (first === undefined || namesOtherThing(text.slice(0, first.index))) return undefined;
  const counts = new Map<LedgerColumn, number>();
  for (const [at, { 0: name, 1: column, index }] of keys.entries()) {
    const value = text.slice(index + name.length, keys[at + 1]?.index);
    if (!isNumeric.test(value)) continue;
    const pair = pairOf(column as LedgerColumn, value);
    if (pair === undefined || !isOfRows(pair.behind)) return undefined;
    if (at + 1 < keys.length && namesOtherThing(pair.behind)) return undefined;
    counts.set(pair.column, pair.count);
  }
  return counts;
};

const pairOf = (column: LedgerColumn, value: string): Pair | undefined => {
  const digits = number.exec(value)?.[0].replace(/\D+$/, '') ?? '';
  const count = wholeCountOf(digits);
  return count === undefined ? undefined : { column, count, behind: value.slice(digits.length) };
};

/** A number ends with a space, or with a sign that no unit and no number goes on behind. */
const endsNumber = /^(?:$|\s|[,;|&)\]}"'`.!:](?!\d))/;
/** A part of another number, a rate, or the rest of a number: `5 / 10`, `5 %`, `1 000`. */
const goesOn = /^\s*(?:[%‰/*×^~±+]|\d{3}(?!\d))/;
const wordBehind = /^\s+([\p{L}µμ%][\p{L}\d/_-]*)(\s*[=:]|\s*\/|\s+per\b|\s+a\s)?/u;
const wordInBrackets = /^\s*[([{]\s*(?:in )?([\p{L}µμ%][\p{L}/]*)\s*[)\]}]/u;
const statedUnit = /\b(?:units?\s*[=:]|in)\s*["']?([\p{L}µμ%/]+)/iu;

const isOfRows = (behind: string): boolean => {
  if (!endsNumber.test(behind) || goesOn.test(behind)) return false;
  const unit = statedUnit.exec(behind)?.[1] ?? wordInBrackets.exec(behind)?.[1];
  if (unit !== undefined && isOtherUnit(unit)) return false;
  const [, word, next] = wordBehind.exec(behind) ?? [];
  if (word === undefined) return true;
  const isKey = next !== undefined && /[=:]/.test(next);
  return isKey || (leavesRows(word) && next === undefined);
};

/** A word beside a number belongs to it, and one before `=` has a value of its own. */
const taken = /(?<![\w.])\d[\d.,]*\s*[\p{L}µμ%]+(?![\p{L}\d])|\p{L}+ #?\d[\d.,]*|[\p{L}\d_.-]+=\S*/gu;
const lastWord = /([\p{L}%]+)[:\s([]*$/u;

/** Whether a text says that what comes next are no rows: `bytes `, `I/O stats: `, `files `. */
export const namesOtherThing = (text: string): boolean => {
  const free = text.slice(-200).replaceAll(taken, ' ');
  const words = free.match(/i\/o|[\p{L}µμ%]+/giu) ?? [];
  return words.slice(-nearWords).some(isSize) || isOtherThing(lastWord.exec(free)?.[1] ?? '');
};
