/** What the bytes of a line show: `sign` of line-bytes.ts. */
export const colonSign: u32 = 1;
export const equalsSign: u32 = 2;
export const upperSign: u32 = 4;
export const controlSign: u32 = 8;
export const highSign: u32 = 16;

/** Of the line that was measured last. */
export let lineEnd: usize = 0;
export let lineSigns: u32 = 0;

/** Sixteen bytes of ones, then sixteen of zeros: from `16 - n` on, n lanes are kept. */
const lanes = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);

/** Finds the newline from `start` on, or `stop` where there is none before, and what is in the line: as `measureLine` of line-bytes.ts. */
export function measureLine(start: usize, stop: usize): void {
  let colon = i8x16.splat(0);
  let equal = colon;
  let upper = colon;
  let control = colon;
  let high = colon;
  let at = start;
  for (;;) {
    let bytes = v128.load(at);
    const newlines = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(10)));
    const count: usize = newlines == 0 ? 16 : <usize>ctz(newlines);
    const room = stop - at;
    const used = count < room ? count : room;
    if (used < 16) bytes = v128.and(bytes, v128.load(lanes + 16 - used));
    colon = v128.or(colon, i8x16.eq(bytes, i8x16.splat(0x3a)));
    equal = v128.or(equal, i8x16.eq(bytes, i8x16.splat(0x3d)));
    upper = v128.or(upper, v128.or(i8x16.eq(bytes, i8x16.splat(0x45)), i8x16.eq(bytes, i8x16.splat(0x54))));
    control = v128.or(control, v128.or(i8x16.eq(bytes, i8x16.splat(0x0d)), i8x16.eq(bytes, i8x16.splat(0x1b))));
    control = v128.or(control, i8x16.eq(bytes, i8x16.splat(<i8>0x9b)));
    high = v128.or(high, bytes);
    at += used;
    if (used < 16) break;
  }
  lineEnd = at;
  lineSigns =
    (v128.any_true(colon) ? colonSign : 0) |
    (v128.any_true(equal) ? equalsSign : 0) |
    (v128.any_true(upper) ? upperSign : 0) |
    (v128.any_true(control) ? controlSign : 0) |
    (i8x16.bitmask(high) != 0 ? highSign : 0);
}

@inline
export function isDigit(byte: u32): bool {
  return byte - 0x30 <= 9;
}

/** Whether the bytes of `literal` stand at `at`. */
@inline
export function standsAt(literal: usize, length: usize, at: usize): bool {
  let index: usize = 0;
  for (; index + 8 <= length; index += 8) if (load<u64>(literal + index) != load<u64>(at + index)) return false;
  for (; index < length; index += 1) if (load<u8>(literal + index) != load<u8>(at + index)) return false;
  return true;
}

@inline
function isTail(at: usize): bool {
  return (load<u8>(at) & 0xc0) == 0x80;
}

/** As `isUtf8` of Node. */
export function isUtf8(start: usize, end: usize): bool {
  let at = start;
  while (at < end) {
    const byte = <u32>load<u8>(at);
    if (byte < 0x80) {
      at += 1;
      continue;
    }
    const length: usize = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    if (byte < 0xc2 || byte > 0xf4 || at + length > end || !isTail(at + 1)) return false;
    const second = <u32>load<u8>(at + 1);
    if (length > 2 && !isTail(at + 2)) return false;
    if (length > 3 && !isTail(at + 3)) return false;
    if ((byte == 0xe0 && second < 0xa0) || (byte == 0xed && second > 0x9f)) return false;
    if ((byte == 0xf0 && second < 0x90) || (byte == 0xf4 && second > 0x8f)) return false;
    at += length;
  }
  return true;
}

/** As `mayHaveFields` of line-bytes.ts. */
export function mayHaveFields(start: usize, end: usize): bool {
  for (let at = start + 4; at < end; at += 1) {
    if (load<u8>(at) != 0x3d) continue;
    const before = load<u8>(at - 1);
    const second = load<u8>(at - 2);
    if ((before == 0x6c && second == 0x65) || (before == 0x64 && second == 0x61)) return true;
  }
  return false;
}

/** Whether the word of an exception is in it: `Error`, `Exception`, `Throwable`. */
export function namesThrown(start: usize, end: usize): bool {
  for (let at = start; at + 5 <= end; at += 1) {
    const byte = load<u8>(at);
    if (byte == 0x45) {
      // "rror", "xcep"
      const next = load<u32>(at + 1);
      if (next == 0x726f7272 || next == 0x70656378) return true;
    } else if (byte == 0x54 && load<u32>(at + 1) == 0x776f7268) return true;
  }
  return false;
}
