import { isUtf8 } from 'node:buffer';
import type { Encoding } from '@sightglass/model/contract';
import { isWestern } from './likely-encodings.ts';

export interface FoundEncoding {
  /** Undefined when it is not known. */
  readonly encoding: Encoding | undefined;
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
  const found = zeroPattern(head) ?? declared ?? (looksLikeUtf8(head) ? 'utf-8' : undefined);
  return { encoding: found ?? (isWestern(head) ? 'latin1' : undefined), markBytes: 0 };
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

export type Decoder = ReturnType<typeof createDecoder>;

/** `latin1` is read as Windows-1252, its superset, as browsers do. */
export const createDecoder = (encoding: Encoding) =>
  new TextDecoder(encoding === 'latin1' ? 'windows-1252' : encoding, { ignoreBOM: true, fatal: true });

/** Turns UTF-8 into what the file is in: what was decoded comes out as the bytes it was. */
export const createEncoder = (encoding: Encoding): ((text: Buffer) => Buffer) => {
  if (encoding === 'utf-8') return (text) => text;
  if (encoding === 'utf-16le') return (text) => Buffer.from(text.toString(), 'utf16le');
  if (encoding === 'utf-16be') return (text) => Buffer.from(text.toString(), 'utf16le').swap16();
  let bytesOf: ReadonlyMap<string, Buffer> | undefined;
  return (text) => {
    bytesOf ??= encodedCharacters(encoding);
    return Buffer.concat(Array.from(text.toString(), (character) => bytesOf?.get(character) ?? questionMark));
  };
};

const questionMark = Buffer.from('?');

/** The bytes of every character of one to four bytes that the encoding has. */
const encodedCharacters = (encoding: Encoding): Map<string, Buffer> => {
  const decoder = createDecoder(encoding);
  const found = new Map<string, Buffer>();
  const isLead = Array.from({ length: 256 }, (_, byte) => !take([byte]));
  for (let lead = 128; lead < 256; lead += 1)
    if (isLead[lead]) for (let next = 0x30; next < 255; next += 1) if (!take([lead, next])) takeLonger(lead, next);
  return found;

  function take(bytes: number[]): boolean {
    const packed = Buffer.from(bytes);
    try {
      const text = decoder.decode(packed);
      if (!found.has(text)) found.set(text, packed);
      return true;
    } catch {
      return false;
    }
  }

  function takeLonger(lead: number, next: number): void {
    if (encoding === 'euc-jp' && lead === 0x8f && next >= 0xa1)
      for (let last = 0xa1; last < 255; last += 1) take([lead, next, last]);
    if (encoding === 'gb18030' && next <= 0x39 && lead < 0x85)
      for (let third = 0x81; third < 255; third += 1)
        for (let last = 0x30; last <= 0x39; last += 1) take([lead, next, third, last]);
  }
};
