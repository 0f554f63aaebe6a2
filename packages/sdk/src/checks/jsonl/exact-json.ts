import type { JsonRow } from './row.ts';

/** Numbers that a double may not hold: 16 digits and more, and great exponents. Texts may look so, too. */
const mayBeInexact = /[:[,]\s*-?(?:[\d.]{16}|[\d.]+[eE][+-]?\d{3})/u;
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gu;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
/** Begins the text a number is held as. */
const mark = '\0#';
const escapedMark = String.raw`\u0000#`;
const markedNumber = /"\\u0000#([^"]*)"/gu;

/** The object in a text, whose values {@link exactText} gives with all their digits; undefined when it holds none. */
export const exactObject = (text: string): JsonRow | undefined => {
  const value = parsed(mayBeInexact.test(text) ? text.replace(stringOrNumber, marked) : text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRow) : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const marked = (token: string): string =>
  token.startsWith('"') || !jsonNumber.test(token) || JSON.stringify(Number(token)) === token || isExact(token)
    ? token
    : `"${escapedMark}${token}"`;

/** So many digits are exact in a double, whatever the exponent, as long as there is one. */
const isExact = (token: string): boolean => {
  const digits = token
    .replace(/[eE].*$/u, '')
    .replaceAll(/\D/gu, '')
    .replace(/^0+/u, '');
  const value = Number(token);
  return digits.length <= 15 && Number.isFinite(value) && (value !== 0 || digits === '');
};

/** As a CSV file would have it; no value for null. */
export const exactText = (value: unknown): string => {
  if (value === undefined || value === null || typeof value === 'function' || value === Object.prototype) return '';
  if (typeof value === 'string') return value.startsWith(mark) ? value.slice(mark.length) : value;
  return typeof value === 'object' ? JSON.stringify(value).replaceAll(markedNumber, '$1') : JSON.stringify(value);
};
