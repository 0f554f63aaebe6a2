/** Writing protobuf straight into a buffer that has room for it; each returns the index behind what it wrote. */

const shortCopy = 32;
const copyPart = Buffer.prototype.copy;

/** A whole number from 0 to 2^31. */
export const putVarint = (buffer: Uint8Array, at: number, value: number): number => {
  let to = at;
  let rest = value;
  while (rest > 0x7f) {
    buffer[to++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  buffer[to++] = rest;
  return to;
};

/** Bytes `start` to `end` of another buffer. Few of them are copied sooner one by one than by a call. */
export const putBytes = (buffer: Uint8Array, at: number, source: Uint8Array, start: number, end: number): number => {
  if (end - start > shortCopy) return at + copyPart.call(source, buffer, at, start, end);
  let to = at;
  for (let from = start; from < end; from += 1) buffer[to++] = source[from] as number;
  return to;
};

const twoPow32 = 2 ** 32;

/** A whole number from 0 to 2^53. */
export const putLargeVarint = (buffer: Uint8Array, at: number, value: number): number => {
  if (value < 0x8000_0000) return putVarint(buffer, at, value);
  // Its lower 28 bits take four bytes, and those above fit into 25 bits.
  let to = at;
  let low = value % 0x1000_0000;
  for (let count = 0; count < 4; count += 1) {
    buffer[to++] = (low & 0x7f) | 0x80;
    low >>>= 7;
  }
  return putVarint(buffer, to, Math.floor(value / 0x1000_0000));
};

const putUint32 = (buffer: Uint8Array, at: number, value: number): number => {
  buffer[at] = value;
  buffer[at + 1] = value >>> 8;
  buffer[at + 2] = value >>> 16;
  buffer[at + 3] = value >>> 24;
  return at + 4;
};

const twoPow23 = 2 ** 23;

/** Eight bytes: milliseconds since the epoch, as nanoseconds. 10^9 = 1953125 · 2^9 keeps every step exact in a double. */
export const putUnixNano = (buffer: Uint8Array, at: number, atMs: number): number => {
  const seconds = Math.floor(atMs / 1000);
  return putUnixNanoOf(buffer, at, seconds, Math.round((atMs - seconds * 1000) * 1e6));
};

export const putUnixNanoOf = (buffer: Uint8Array, at: number, seconds: number, nanos: number): number => {
  const units = seconds * 1_953_125;
  const low = (units % twoPow23) * 512 + nanos;
  const high = Math.floor(units / twoPow23) + Math.floor(low / twoPow32);
  return putUint32(buffer, putUint32(buffer, at, (low % twoPow32) | 0), high | 0);
};

export const sizeOfVarint = (value: number): number => {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
};
