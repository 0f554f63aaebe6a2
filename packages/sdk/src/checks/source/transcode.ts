import type { Encoding } from '@sightglass/model/contract';
import type { ByteReader } from './byte-reader.ts';
import { createDecoder, type Decoder } from './encoding.ts';
import { isUndefinedWestern, likelyEncodings } from './likely-encodings.ts';
import { SourceError } from './source-error.ts';

const chunkBytes = 1 << 20;
const lineFeed = 10;

/** The text in UTF-8. Decodes whole lines, so that a byte that is none of the encoding can be found. Raises SourceError. */
export async function* transcode(
  file: string,
  reader: ByteReader,
  encoding: Encoding,
  markBytes: number,
): AsyncIterable<Buffer> {
  const decoder = createDecoder(encoding);
  const endOfLines = encoding.startsWith('utf-16') ? endOfWideLines(encoding === 'utf-16be') : endOfNarrowLines;
  const position = { byte: markBytes, line: 1 };
  let kept: Buffer = Buffer.alloc(0);
  for (;;) {
    const bytes = Buffer.allocUnsafe(kept.length + chunkBytes);
    bytes.set(kept);
    const end = kept.length + (await reader.fill(bytes, kept.length));
    const isLast = end < bytes.length;
    const cut = isLast ? end : endOfLines(bytes, end);
    const text = decoded(bytes.subarray(0, cut), decoder, encoding);
    if (text === undefined) throw new SourceError(wordsFor(file, bytes.subarray(0, cut), encoding, position));
    position.byte += cut;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) position.line += 1;
    if (text !== '') yield Buffer.from(text);
    if (isLast) return;
    kept = bytes.subarray(cut, end);
  }
}

/** A line feed is never part of another character. */
const endOfNarrowLines = (bytes: Buffer, end: number): number => bytes.lastIndexOf(lineFeed, end - 1) + 1;

const endOfWideLines =
  (isBigEndian: boolean) =>
  (bytes: Buffer, end: number): number => {
    for (let at = (end & ~1) - 2; at >= 0; at -= 2)
      if (bytes[isBigEndian ? at : at + 1] === 0 && bytes[isBigEndian ? at + 1 : at] === lineFeed) return at + 2;
    return 0;
  };

/** C1 control characters stand for bytes that have no character in these. */
const undefinedSigns = /[\x80-\x84\x86-\x9f]/u;
const hasUndefined = (encoding: Encoding): boolean => /^(?:latin1|windows-|iso-8859-)/u.test(encoding);

const decoded = (bytes: Buffer, decoder: Decoder, encoding: Encoding): string | undefined => {
  try {
    const text = decoder.decode(bytes);
    return hasUndefined(encoding) && undefinedSigns.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
};

/** The first byte that fits nowhere, by halving; the length when the text ends within a character. */
const firstForeign = (bytes: Buffer, encoding: Encoding): number => {
  const isGood = (length: number): boolean => {
    try {
      const text = createDecoder(encoding).decode(bytes.subarray(0, length), { stream: true });
      return !hasUndefined(encoding) || !undefinedSigns.test(text);
    } catch {
      return false;
    }
  };
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isGood(middle)) good = middle;
    else bad = middle;
  }
  return good;
};

const nameOf = (encoding: Encoding): string => (encoding === 'latin1' ? 'Latin-1 (Windows-1252)' : encoding);

const wordsFor = (
  file: string,
  bytes: Buffer,
  encoding: Encoding,
  { byte, line }: { readonly byte: number; readonly line: number },
): string => {
  const at = firstForeign(bytes, encoding);
  const before = createDecoder(encoding).decode(bytes.subarray(0, at), { stream: true });
  const where = `line ${line + (before.split('\n').length - 1)}`;
  if (at === bytes.length)
    return `${file} ends at offset ${byte + at} (${where}) within a character of ${nameOf(encoding)}: it is cut off; fetch it again`;
  return `${file}: byte ${hex(bytes[at]!)} at offset ${byte + at} (${where}) fits no character of ${nameOf(encoding)}; ${adviceFor(bytes, encoding)}`;
};

const hex = (byte: number): string => `0x${byte.toString(16).padStart(2, '0').toUpperCase()}`;

const adviceFor = (bytes: Buffer, encoding?: Encoding): string => {
  const likely = likelyEncodings(bytes, createDecoder).filter((one) => one !== encoding);
  const guess = likely.length === 0 ? '' : `it is likely in ${likely.join(' or ')}; `;
  return `${guess}declare format.encoding in the contract`;
};

/** Of a text that is neither UTF-8 nor like Latin-1. */
export const unknownEncodingWords = (file: string, head: Buffer): string => {
  const undefinedAt = head.findIndex(isUndefinedWestern);
  const first = head.findIndex((byte) => byte >= 128);
  const at = undefinedAt === -1 ? first : undefinedAt;
  const line = head.toString('latin1', 0, at).split('\n').length;
  const what =
    undefinedAt === -1 ? 'is not UTF-8, and the text is not likely to be Latin-1' : 'is neither UTF-8 nor Latin-1';
  return `${file}: byte ${hex(head[at]!)} at offset ${at} (line ${line}) ${what}; ${adviceFor(head)}`;
};
