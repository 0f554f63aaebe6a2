export const lineFeed: u32 = 10;
export const carriageReturn: u32 = 13;
/** A quoted field longer than this was never closed. */
export const mostQuotedBytes: usize = 1 << 20;

@inline
function within(at: usize, delimiters: v128, quotes: v128): u64 {
  const bytes = v128.load(at);
  const ends = v128.or(i8x16.eq(bytes, i8x16.splat(10)), i8x16.eq(bytes, i8x16.splat(13)));
  const marks = v128.or(i8x16.eq(bytes, delimiters), i8x16.eq(bytes, quotes));
  return <u64>(<u32>i8x16.bitmask(v128.or(ends, marks)));
}

/** One bit for each of 64 bytes: whether it is a delimiter, a quote, a line feed or a carriage return. */
@inline
export function structurals(at: usize, delimiters: v128, quotes: v128): u64 {
  return (
    within(at, delimiters, quotes) |
    (within(at + 16, delimiters, quotes) << 16) |
    (within(at + 32, delimiters, quotes) << 32) |
    (within(at + 48, delimiters, quotes) << 48)
  );
}

@inline
export function isLineEnd(byte: u32): bool {
  return byte == lineFeed || byte == carriageReturn;
}

/** The first line end at or behind `from`; `end` when there is none before. */
export function endOfLine(from: usize, end: usize): usize {
  let at = from;
  while (at < end && !isLineEnd(load<u8>(at))) at += 1;
  return at;
}
