/** A place in protobuf bytes. */
export interface ByteCursor {
  readonly body: Uint8Array;
  at: number;
}

/**
 * Reads a varint of at most 64 bits and moves past it; -1, without moving, when it is cut off at `end` or longer. Exact up to 2^53,
 * which is more than tags and lengths need.
 */
export const readVarint = (cursor: ByteCursor, end: number): number => {
  const { body, at: start } = cursor;
  let value = 0;
  let scale = 1;
  for (let at = start; at < end && at < start + 10; at += 1) {
    const byte = body[at] as number;
    if (at === start + 9 && byte !== 1) return -1; // beyond 64 bits, or padded, which the engine does not read
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) {
      cursor.at = at + 1;
      return value;
    }
    scale *= 128;
  }
  return -1;
};
