import { crc32 } from 'node:zlib';
import { createHash } from 'node:crypto';
import type { EventKinds } from '../wire/event-kinds.ts';
import { markerField } from '../wire/marker-field.ts';
import { readVarint, type ByteCursor } from '../wire/varint.ts';

/**
 * After each body in a segment stands a marker: an unknown protobuf field of the request (`markerField`, length-delimited), which the
 * engine skips and recovery trusts. It proves that the body before it is whole and remembers which events it may hold and the sender's
 * idempotency key: `tag(2) length(1) bodyLength(u32le) crc32(u32le) 0x80|eventKinds(1) key`. Markers of before 0.3 have no kinds; the key, which is
 * UTF-8, begins with no such byte.
 */
const tag = Buffer.from([(((markerField << 3) | 2) & 0x7f) | 0x80, ((markerField << 3) | 2) >> 7]);
const headBytes = tag.length + 1;
const fixedBytes = 8;
const kindsBytes = 1;
const kindsSign = 0x80;
const longestKey = 0x7f - fixedBytes - kindsBytes;

export const markerOf = (body: Uint8Array, key: string, eventKinds: EventKinds): Buffer => {
  const keyBytes = Buffer.from(shortKey(key));
  const payload = fixedBytes + kindsBytes + keyBytes.length;
  const marker = Buffer.alloc(headBytes + payload);
  tag.copy(marker);
  marker[tag.length] = payload;
  marker.writeUInt32LE(body.length, headBytes);
  marker.writeUInt32LE(crc32(body), headBytes + 4);
  marker[headBytes + fixedBytes] = kindsSign | eventKinds;
  keyBytes.copy(marker, headBytes + fixedBytes + kindsBytes);
  return marker;
};

/** The key as it is stored and compared: longer ones by their hash. */
export const shortKey = (key: string): string =>
  Buffer.byteLength(key) <= longestKey ? key : createHash('sha256').update(key).digest('hex');

/** A body found whole in a segment: its own bytes and those with its marker. */
export interface FoundBody {
  readonly start: number;
  readonly bodyEnd: number;
  readonly end: number;
  readonly key: string;
  /** Undefined when an older version wrote it. */
  readonly eventKinds: EventKinds | undefined;
}

export interface ScanResult {
  readonly bodies: readonly FoundBody[];
  /** Byte ranges between whole bodies that nothing vouches for. */
  readonly damaged: readonly { readonly start: number; readonly end: number }[];
}

/** The keys senders gave to these bodies. */
export const keysOf = (bodies: readonly FoundBody[]): string[] =>
  bodies.map(({ key }) => key).filter((key) => key !== '');

/** Which events these bodies may hold together; undefined when that is not known of each. */
export const eventKindsOf = (bodies: readonly FoundBody[]): EventKinds | undefined =>
  bodies.reduce<EventKinds | undefined>(
    (all, { eventKinds }) => (all === undefined || eventKinds === undefined ? undefined : all | eventKinds),
    0,
  );

/** Finds every body whose marker holds: one after the other, and by search past a damaged stretch. */
export const scanSegment = (bytes: Buffer): ScanResult => {
  const bodies: FoundBody[] = [];
  const damaged: { start: number; end: number }[] = [];
  let vouched = 0;
  while (vouched < bytes.length) {
    const found = nextBody(bytes, vouched) ?? searchBody(bytes, vouched);
    const end = found?.start ?? bytes.length;
    if (end > vouched) damaged.push({ start: vouched, end });
    if (found !== undefined) bodies.push(found);
    vouched = found?.end ?? bytes.length;
  }
  return { bodies, damaged };
};

/** The body that begins at `start`: its top-level fields, each length-delimited, up to the marker. */
const nextBody = (bytes: Buffer, start: number): FoundBody | undefined => {
  const cursor: ByteCursor = { body: bytes, at: start };
  while (cursor.at < bytes.length) {
    const fieldAt = cursor.at;
    const field = readVarint(cursor, bytes.length);
    if (Math.floor(field / 8) === markerField) {
      const found = bodyBefore(bytes, fieldAt, start);
      return found?.start === start ? found : undefined;
    }
    if (!skipField(cursor, field % 8)) return undefined;
  }
  return undefined;
};

const skipField = (cursor: ByteCursor, wireType: number): boolean => {
  const value = wireType === 2 || wireType === 0 ? readVarint(cursor, cursor.body.length) : 0;
  if (value < 0 || wireType < 0 || wireType === 3 || wireType === 4 || wireType > 5) return false;
  cursor.at += wireType === 2 ? value : wireType === 1 ? 8 : wireType === 5 ? 4 : 0;
  return true;
};

const searchBody = (bytes: Buffer, vouched: number): FoundBody | undefined => {
  for (let at = bytes.indexOf(tag, vouched); at !== -1; at = bytes.indexOf(tag, at + 1)) {
    const found = bodyBefore(bytes, at, vouched);
    if (found !== undefined) return found;
  }
  return undefined;
};

const bodyBefore = (bytes: Buffer, markerAt: number, vouched: number): FoundBody | undefined => {
  const payload = bytes[markerAt + tag.length] ?? 0;
  const end = markerAt + headBytes + payload;
  if (payload < fixedBytes || end > bytes.length) return undefined;
  const start = markerAt - bytes.readUInt32LE(markerAt + headBytes);
  if (start < vouched) return undefined;
  if (crc32(bytes.subarray(start, markerAt)) !== bytes.readUInt32LE(markerAt + headBytes + 4)) return undefined;
  const keyOrKindsAt = markerAt + headBytes + fixedBytes;
  const sign = keyOrKindsAt < end ? (bytes[keyOrKindsAt] ?? 0) : 0;
  const eventKinds = (sign & 0xc0) === kindsSign ? sign & 0x3f : undefined;
  const key = bytes.toString('utf8', eventKinds === undefined ? keyOrKindsAt : keyOrKindsAt + kindsBytes, end);
  return { start, bodyEnd: markerAt, end, key, eventKinds };
};
