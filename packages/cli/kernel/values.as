import { isDigit, isUtf8 } from './bytes';
import { valueEnds, valueKinds, valueNumbers, valueStarts } from './layout';

/** `jsonKind` of json-tokens.ts. */
export const textKind: i32 = 1;
export const escapedKind: i32 = 2;
export const numberKind: i32 = 3;
export const trueKind: i32 = 4;
export const falseKind: i32 = 5;
export const nullKind: i32 = 6;

const powersOfTen = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]);

@inline
function keep(index: i32, start: usize, end: usize, kind: i32): void {
  const place = <usize>index << 2;
  store<i32>(valueStarts + place, <i32>start);
  store<i32>(valueEnds + place, <i32>end);
  store<i32>(valueKinds + place, kind);
}

/** Reads the value at `at` as that of `index`, as `readJsonValue`; the address behind it, 0 where it is none that is read here. */
export function readValue(at: usize, index: i32): usize {
  const first = <u32>load<u8>(at);
  if (first == 0x22) return readText(at + 1, index);
  if (first == 0x2d || isDigit(first)) return readNumber(at, index);
  const word = load<u32>(at);
  if (word == 0x65757274) return readWord(at, 4, trueKind, index);
  if (word == 0x6c6c756e) return readWord(at, 4, nullKind, index);
  return word == 0x736c6166 && load<u8>(at + 4) == 0x65 ? readWord(at, 5, falseKind, index) : 0;
}

@inline
function readWord(at: usize, length: usize, kind: i32, index: i32): usize {
  keep(index, at, at + length, kind);
  return at + length;
}

/** `"`, `\`, `/`, b, f, n, r, t. */
@inline
function isSimpleEscape(byte: u32): bool {
  return (
    byte == 0x22 || byte == 0x5c || byte == 0x2f || byte == 0x62 || byte == 0x66 || byte == 0x6e || byte == 0x72 || byte == 0x74
  );
}

function readText(start: usize, index: i32): usize {
  if (load<u8>(start) == 0x3a) return 0;
  let kind = textKind;
  let high = 0;
  let at = start;
  for (;;) {
    const bytes = v128.load(at);
    const stops = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.lt_u(bytes, i8x16.splat(0x20)), i8x16.eq(bytes, i8x16.splat(0x22))),
        v128.or(i8x16.eq(bytes, i8x16.splat(0x5c)), i8x16.eq(bytes, i8x16.splat(<i8>0x9b))),
      ),
    );
    const highs = i8x16.bitmask(bytes);
    if (stops == 0) {
      high |= highs;
      at += 16;
      continue;
    }
    const count = ctz(stops);
    high |= highs & ((1 << count) - 1);
    at += <usize>count;
    const byte = <u32>load<u8>(at);
    if (byte == 0x22) break;
    if (byte != 0x5c || !isSimpleEscape(load<u8>(at + 1))) return 0;
    kind = escapedKind;
    at += 2;
  }
  if (high != 0 && !isUtf8(start, at)) return 0;
  keep(index, start, at, kind);
  return at + 1;
}

function readNumber(start: usize, index: i32): usize {
  const isNegative = load<u8>(start) == 0x2d;
  const from = start + <usize>isNegative;
  let at = from;
  let value: f64 = 0;
  for (; isDigit(load<u8>(at)); at += 1) value = value * 10 + <f64>(load<u8>(at) - 0x30);
  let digits = <i32>(at - from);
  const leadsWithZero = load<u8>(from) == 0x30;
  if (digits == 0 || (digits > 1 && leadsWithZero)) return 0;
  let decimals = 0;
  if (load<u8>(at) == 0x2e) {
    at += 1;
    const point = at;
    for (; isDigit(load<u8>(at)); at += 1) value = value * 10 + <f64>(load<u8>(at) - 0x30);
    decimals = <i32>(at - point);
    if (decimals == 0) return 0;
    digits += leadsWithZero ? decimals - 1 : decimals;
  }
  if ((load<u8>(at) | 0x20) == 0x65) return 0;
  if (digits > 15) {
    if (digits > 17 || decimals > 0 || value > 9007199254740991) return 0;
  } else if (decimals > 0) value /= load<f64>(powersOfTen + (<usize>decimals << 3));
  if (isNegative && value == 0) return 0;
  store<f64>(valueNumbers + (<usize>index << 3), isNegative ? -value : value);
  keep(index, start, at, numberKind);
  return at;
}

@inline
function unescaped(byte: u32): u32 {
  if (byte == 0x62) return 8;
  if (byte == 0x66) return 12;
  if (byte == 0x6e) return 10;
  if (byte == 0x72) return 13;
  return byte == 0x74 ? 9 : byte;
}

/** Writes a text with its escapes resolved to `target`; where it ends there. */
export function unescapeText(start: usize, end: usize, target: usize): usize {
  let to = target;
  for (let at = start; at < end; at += 1) {
    let byte = <u32>load<u8>(at);
    if (byte == 0x5c) {
      at += 1;
      byte = unescaped(load<u8>(at));
    }
    store<u8>(to, byte);
    to += 1;
  }
  return to;
}
