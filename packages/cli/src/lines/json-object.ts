import type { AttributeValue } from './parsed-line.ts';

const maxDepth = 4;
const maxFields = 128;
/** Longer names are cut on their way. */
const maxNameLength = 256;

/** The fields of a JSON line, each under the path of its keys. */
export interface JsonFields {
  readonly fields: Map<string, AttributeValue>;
  /** Whether every key and value of the line is among the fields. */
  readonly isWhole: boolean;
}

/** A line that is one JSON object; undefined when it is not. Numbers that a double does not hold stay exact. */
export const parseObject = (line: string): object | undefined => {
  const trimmed = line.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined;
  return parse(trimmed) ?? (mayHoldNaN.test(trimmed) ? parse(withoutNaN(trimmed)) : undefined);
};

const parse = (text: string): object | undefined => {
  try {
    return JSON.parse(
      text,
      mayBeInexact.test(text) ? (exactly as (key: string, value: unknown) => unknown) : undefined,
    ) as object;
  } catch {
    return undefined;
  }
};

/** Python writes numbers that are none as NaN and Infinity, which JSON has not. They become text. */
const mayHoldNaN = /[:[,]\s*-?(?:NaN|Infinity)\b/;
const withoutNaN = (text: string): string =>
  text.replaceAll(/"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)\b/g, (token) => (token.startsWith('"') ? token : `"${token}"`));

const mayBeInexact = /[\d.]{16}|\d[eE][+-]?\d{3}/;

/** A whole number becomes a bigint where a double does not hold it, and text beyond 64 bits; so does a fraction of more than 17 digits. */
const exactly = (_key: string, value: unknown, { source }: { readonly source?: string } = {}): unknown => {
  if (typeof value !== 'number' || source === undefined || (Number.isSafeInteger(value) && value !== 0)) return value;
  if (!Number.isFinite(value) || isTooSmall(value, source)) return source;
  if (/^-?\d+$/.test(source)) {
    const whole = BigInt(source);
    return BigInt.asIntN(64, whole) === whole ? whole : source;
  }
  const digits = source
    .replace(/[eE].*/, '')
    .replaceAll(/[-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
  return digits.length > 17 ? source : value;
};

/** Below this a double holds fewer digits than 15. */
const smallestNormal = 2 ** -1022;
const isTooSmall = (value: number, source: string): boolean =>
  Math.abs(value) < smallestNormal && /^[^eE]*[1-9]/.test(source);

/** Whether a value is written that an attribute does not hold: a zero with a sign, half a surrogate pair. Text may look like the first. */
const isAltered = (line: string): boolean =>
  signedZero.test(line) || (halfPair.test(line) && halfPair.test(line.replaceAll(wholePair, '')));
const signedZero = /[:[,]\s*-0(?:\.0*)?(?:[eE][+-]?\d+)?\s*[,}\]]/;
const halfPair = /\\u[dD][89a-fA-F]/;
const wholePair = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}/g;

/** `{a: {b: 1}}` → `a.b: 1`; what is too deep or mixed stays JSON text. */
export const flatten = (object: object, line: string): JsonFields => {
  const fields = new Map<string, AttributeValue>();
  let isWhole = true;
  let keys = 0;
  const set = (path: string, value: AttributeValue): void => {
    if (fields.size >= maxFields || fields.has(path) || path.length > maxNameLength) isWhole = false;
    else fields.set(path, value);
  };
  const visit = (value: unknown, path: string, depth: number): void => {
    if (isScalar(value)) return set(path, value);
    if (value === null || value === undefined) return set(path, 'null');
    if (Array.isArray(value) && value.every(isScalar)) return set(path, value);
    const entries = Object.entries(value as object);
    if (Array.isArray(value) || depth >= maxDepth || entries.length === 0) {
      const text = toJson(value);
      keys += keysIn(text);
      return set(path, text);
    }
    keys += entries.length;
    for (const [key, inner] of entries) visit(inner, path === '' ? key : `${path}.${key}`, depth + 1);
  };
  const entries = Object.entries(object);
  keys += entries.length;
  for (const [key, value] of entries) visit(value, key, 1);
  return { fields, isWhole: isWhole && keysIn(line) <= keys && !isAltered(line) };
};

/** JSON text of what may hold exact numbers. */
const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? rawJson(String(inner)) : inner));

const rawJson = (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON;

/** How many keys a JSON text has: of a key that comes twice, parsing keeps one. */
const keysIn = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) if (text[at - 1] !== '\\') count += 1;
  return count;
};

const isScalar = (value: unknown): value is string | number | bigint | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint';
