import { crc32 } from './crc32.ts';
import type { Batch } from '../batch.ts';

/**
 * A segment is a run of frames: state u8 · length u32 · crc32 u32 · records u32 · id 16 bytes · body.
 * Length and checksum cover what follows them. Only `state` is ever rewritten, in place, when a batch has been delivered. `likely` is only in drafts.
 */
export interface Frame {
  readonly offset: number;
  readonly batch: Batch;
}

export interface SegmentContents {
  readonly waiting: readonly Frame[];
  /** Bytes at the end that are no whole frame: a write cut short, or damage. */
  readonly damagedBytes: number;
}

export const frameState = { waiting: 1, delivered: 2, likely: 3 } as const;

const prefixBytes = 9;
const headerBytes = 20;
const hexDigits = /-/gu;

/** What stands before a body that is in several pieces. */
export const encodeFrameHead = (id: string, records: number, state: number, body: readonly Uint8Array[]): Buffer => {
  const head = Buffer.alloc(prefixBytes + headerBytes);
  const bodyBytes = body.reduce((sum, { byteLength }) => sum + byteLength, 0);
  head.writeUInt8(state, 0);
  head.writeUInt32LE(headerBytes + bodyBytes, 1);
  head.writeUInt32LE(records, prefixBytes);
  head.write(id.replaceAll(hexDigits, ''), prefixBytes + 4, 'hex');
  const sum = body.reduce((before, piece) => crc32(piece, before), crc32(head.subarray(prefixBytes)));
  head.writeUInt32LE(sum, 5);
  return head;
};

export const encodeFrame = ({ id, records, body }: Batch): Buffer => {
  const frame = Buffer.allocUnsafe(prefixBytes + headerBytes + body.byteLength);
  frame.writeUInt8(frameState.waiting, 0);
  frame.writeUInt32LE(headerBytes + body.byteLength, 1);
  frame.writeUInt32LE(records, prefixBytes);
  frame.write(id.replaceAll(hexDigits, ''), prefixBytes + 4, 'hex');
  frame.set(body, prefixBytes + headerBytes);
  frame.writeUInt32LE(crc32(frame.subarray(prefixBytes)), 5);
  return frame;
};

export const readSegment = (bytes: Buffer): SegmentContents => {
  const waiting: Frame[] = [];
  let offset = 0;
  for (;;) {
    const end = frameEnd(bytes, offset);
    if (end === undefined) return { waiting, damagedBytes: bytes.byteLength - offset };
    if (bytes[offset] === frameState.waiting) waiting.push({ offset, batch: batchAt(bytes, offset, end) });
    offset = end;
  }
};

const frameEnd = (bytes: Buffer, offset: number): number | undefined => {
  if (bytes.byteLength - offset < prefixBytes + headerBytes) return undefined;
  const state = bytes[offset];
  if (state !== frameState.waiting && state !== frameState.delivered) return undefined;
  const end = offset + prefixBytes + bytes.readUInt32LE(offset + 1);
  if (end > bytes.byteLength || end < offset + prefixBytes + headerBytes) return undefined;
  const checksum = crc32(bytes.subarray(offset + prefixBytes, end));
  return checksum === bytes.readUInt32LE(offset + 5) ? end : undefined;
};

const batchAt = (bytes: Buffer, offset: number, end: number): Batch => {
  const header = offset + prefixBytes;
  const body = bytes.subarray(header + headerBytes, end);
  return { id: uuidOf(bytes, header + 4), records: bytes.readUInt32LE(header), body };
};

const uuidOf = (bytes: Buffer, at: number): string =>
  bytes.toString('hex', at, at + 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
