import { isUtf8 } from 'node:buffer';
import type { Encoding } from '@sightglass/model/contract';

export interface FoundEncoding {
  readonly encoding: Encoding;
  /** Length of the byte order mark; 0 without one. */
  readonly markBytes: number;
}

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encoding of a text that begins with `head`: by its byte order mark, its zero bytes, or whether it is valid UTF-8. */
export const encodingOf = (head: Buffer, declared?: Encoding): FoundEncoding => {
  for (const [encoding, mark] of marks)
    if (mark.every((byte, index) => head[index] === byte)) return { encoding, markBytes: mark.length };
  const wide = zeroPattern(head);
  return { encoding: wide ?? declared ?? (looksLikeUtf8(head) ? 'utf-8' : 'latin1'), markBytes: 0 };
};

/** Texts in UTF-16 are full of zero bytes, on one side. */
const zeroPattern = (head: Buffer): Encoding | undefined => {
  const pairs = Math.min(head.length >> 1, 512);
  let [even, odd] = [0, 0];
  for (let pair = 0; pair < pairs; pair += 1) {
    if (head[pair * 2] === 0) even += 1;
    if (head[pair * 2 + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.4 && even < pairs * 0.1) return 'utf-16le';
  return even > pairs * 0.4 && odd < pairs * 0.1 ? 'utf-16be' : undefined;
};

/** Valid, or with more valid characters of several bytes than bytes that fit nowhere. */
const looksLikeUtf8 = (head: Buffer): boolean => {
  if (isUtf8(head)) return true;
  const text = head.toString('utf8', 0, head.length);
  const foreign = (text.match(/�/gu) ?? []).length;
  const beyondAscii = (text.match(/[^\0-\x7f�]/gu) ?? []).length;
  return beyondAscii >= foreign;
};

/** Turns UTF-8 into what the file is in: what was decoded comes out as the bytes it was. */
export const createEncoder = (encoding: Encoding): ((text: Buffer) => Buffer) => {
  if (encoding === 'utf-8') return (text) => text;
  if (encoding === 'latin1') return (text) => latin1Bytes(text.toString());
  return (text) => {
    const wide = Buffer.from(text.toString(), 'utf16le');
    return encoding === 'utf-16be' ? wide.swap16() : wide;
  };
};

const questionMark = 63;
const latin1Bytes = (text: string): Buffer =>
  Buffer.from(Array.from(text, (character) => byteOf.get(character) ?? questionMark));

/** `latin1` is read as Windows-1252, its superset, as browsers do. */
export const createDecoder = (encoding: Encoding) =>
  new TextDecoder(encoding === 'latin1' ? 'windows-1252' : encoding, { ignoreBOM: true });

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const byteOf: ReadonlyMap<string, number> = new Map(
  Array.from(createDecoder('latin1').decode(everyByte), (character, byte) => [character, byte]),
);
