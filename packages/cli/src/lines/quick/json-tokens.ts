import { isUtf8 } from 'node:buffer';

/** What the values of one JSON line are, one after another; what is not usual is not read, and left to JSON.parse. */
export interface JsonValues {
  /** From the first character of a text to its end, without its quotes; of anything else from its first byte to its last. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
  readonly numbers: Float64Array;
}

/** `escaped` is a text with escapes of one character in it. */
export const jsonKind = { text: 1, escaped: 2, number: 3, true: 4, false: 5, null: 6 } as const;

export const mostValues = 64;

export const createJsonValues = (): JsonValues => ({
  starts: new Int32Array(mostValues),
  ends: new Int32Array(mostValues),
  kinds: new Uint8Array(mostValues),
  numbers: new Float64Array(mostValues),
});

/** What bytes of a text are: none is of several kinds. */
const inText = { stop: 1, high: 2 } as const;
const bytesOfText = new Uint8Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  // 9B may begin an escape code of terminals.
  if (byte < 0x20 || byte === 0x22 || byte === 0x5c || byte === 0x9b) bytesOfText[byte] = inText.stop;
  else if (byte > 0x7f) bytesOfText[byte] = inText.high;
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const isSimpleEscape = new Uint8Array(256);
for (const letter of '"\\/bfnrt') isSimpleEscape[letter.charCodeAt(0)] = 1;

/** Reads the value at `at` into `values` as that of `index`. The index behind it; -1 where it is none that is read here. */
export const readJsonValue = (bytes: Uint8Array, at: number, values: JsonValues, index: number): number => {
  const first = bytes[at] as number;
  values.starts[index] = at;
  if (first === quote) return readText(bytes, at + 1, values, index);
  if (first === 0x2d || (first >= 0x30 && first <= 0x39)) return readNumber(bytes, at, values, index);
  if (first === 0x74) return readWord(bytes, at, 'true', jsonKind.true, values, index);
  if (first === 0x66) return readWord(bytes, at, 'false', jsonKind.false, values, index);
  return first === 0x6e ? readWord(bytes, at, 'null', jsonKind.null, values, index) : -1;
};

const readText = (bytes: Uint8Array, start: number, values: JsonValues, index: number): number => {
  const { length } = bytes;
  let found = 0;
  let at = start;
  let kind: number = jsonKind.text;
  // A text that begins with a colon looks like the end of a key to those who count keys.
  if (bytes[start] === colon) return -1;
  for (; at < length; at += 1) {
    found |= bytesOfText[bytes[at] as number] as number;
    if ((found & inText.stop) === 0) continue;
    if (bytes[at] !== backslash) break;
    if (isSimpleEscape[bytes[at + 1] as number] !== 1) return -1;
    kind = jsonKind.escaped;
    found &= ~inText.stop;
    at += 1;
  }
  if (bytes[at] !== quote) return -1;
  if ((found & inText.high) !== 0 && !isUtf8(bytes.subarray(start, at))) return -1;
  values.starts[index] = start;
  values.ends[index] = at;
  values.kinds[index] = kind;
  return at + 1;
};

const powersOfTen = Float64Array.from({ length: 16 }, (_, power) => Number(`1e${power}`));
/** Whole numbers of so many digits are exact in a double, and so is dividing them by a power of ten. */
const exactDigits = 15;
/** A number with more of them is kept as text. */
const mostDigits = 17;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

const readNumber = (bytes: Uint8Array, start: number, values: JsonValues, index: number): number => {
  const isNegative = bytes[start] === 0x2d;
  const from = isNegative ? start + 1 : start;
  let at = from;
  let value = 0;
  for (; isDigit(bytes[at]); at += 1) value = value * 10 + ((bytes[at] as number) - 0x30);
  let digits = at - from;
  if (digits === 0 || (digits > 1 && bytes[from] === 0x30)) return -1;
  let decimals = 0;
  if (bytes[at] === 0x2e) {
    at += 1;
    const point = at;
    for (; isDigit(bytes[at]); at += 1) value = value * 10 + ((bytes[at] as number) - 0x30);
    decimals = at - point;
    if (decimals === 0) return -1;
    digits += bytes[from] === 0x30 ? decimals - 1 : decimals;
  }
  if (bytes[at] === 0x65 || bytes[at] === 0x45) return -1;
  if (digits > exactDigits) {
    if (digits > mostDigits || (decimals === 0 && value > Number.MAX_SAFE_INTEGER)) return -1;
    if (decimals > 0) value = Number(textOf(bytes, from, at));
  } else if (decimals > 0) value /= powersOfTen[decimals] as number;
  if (isNegative && value === 0) return -1;
  values.numbers[index] = isNegative ? -value : value;
  values.ends[index] = at;
  values.kinds[index] = jsonKind.number;
  return at;
};

const readWord = (
  bytes: Uint8Array,
  start: number,
  word: string,
  kind: number,
  values: JsonValues,
  index: number,
): number => {
  for (let at = 0; at < word.length; at += 1) if (bytes[start + at] !== word.charCodeAt(at)) return -1;
  values.ends[index] = start + word.length;
  values.kinds[index] = kind;
  return start + word.length;
};

/** Of ASCII. */
const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');

const unescaped: Readonly<Record<number, number>> = { 0x62: 8, 0x66: 12, 0x6e: 10, 0x72: 13, 0x74: 9 };

/** Writes a text with its escapes resolved to `target`; how many bytes it has. */
export const unescapeText = (bytes: Uint8Array, start: number, end: number, target: Uint8Array): number => {
  let to = 0;
  for (let at = start; at < end; at += 1) {
    let byte = bytes[at] as number;
    if (byte === backslash) {
      at += 1;
      byte = bytes[at] as number;
      byte = unescaped[byte] ?? byte;
    }
    target[to++] = byte;
  }
  return to;
};
