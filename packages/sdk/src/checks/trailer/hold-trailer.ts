import type { TrailerRules } from '@sightglass/model/contract';
import { ContractError } from '../contract/contract-error.ts';
import { type ByteReader, createByteReader } from '../source/byte-reader.ts';

/** The last line of a file that is no row, once the file has been read. */
export interface HeldTrailer {
  /** Undefined when the last line is none. */
  text: string | undefined;
  /** Physical lines that were held back: the trailer and blank ones around it. */
  lines: number;
}

const chunkBytes = 1 << 20;
const mostTrailerBytes = 64 << 10;

/** What comes before the trailer, which is put into `held` at the end. */
export const withoutTrailer = (reader: ByteReader, rules: TrailerRules, held: HeldTrailer): ByteReader =>
  createByteReader(rowsBefore(reader, trailerRule(rules), held));

/** Whether a line is a trailer. Raises ContractError. */
export const trailerRule = ({ begins, matches }: TrailerRules): ((line: string) => boolean) => {
  const whole = matches === undefined ? undefined : regexOf(matches);
  return (line) => (begins !== undefined && line.startsWith(begins)) || whole?.test(line) === true;
};

const regexOf = (pattern: string): RegExp => {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch (error) {
    throw new ContractError(`trailer: ${(error as Error).message}`, { cause: error });
  }
};

async function* rowsBefore(
  reader: ByteReader,
  isTrailer: (line: string) => boolean,
  held: HeldTrailer,
): AsyncIterable<Buffer> {
  const bytes = Buffer.alloc(chunkBytes + mostTrailerBytes);
  let kept = 0;
  for (;;) {
    const end = kept + (await reader.fill(bytes, kept));
    if (end < bytes.length) {
      yield Buffer.from(rowsIn(bytes.subarray(0, end), isTrailer, held));
      return;
    }
    yield Buffer.from(bytes.subarray(0, chunkBytes));
    bytes.copyWithin(0, chunkBytes, end);
    kept = mostTrailerBytes;
  }
}

const rowsIn = (bytes: Buffer, isTrailer: (line: string) => boolean, held: HeldTrailer): Buffer => {
  let end = bytes.length;
  while (end > 0 && isBlank(bytes[end - 1]!)) end -= 1;
  const start = Math.max(bytes.lastIndexOf(lineFeed, end - 1), bytes.lastIndexOf(carriageReturn, end - 1)) + 1;
  const line = end === 0 ? '' : bytes.toString('utf8', start, end);
  if (line === '' || !isTrailer(line)) return bytes;
  held.text = line;
  held.lines = linesIn(bytes.toString('latin1', start));
  return bytes.subarray(0, start);
};

const [lineFeed, carriageReturn] = [10, 13];
const isBlank = (byte: number): boolean => byte === lineFeed || byte === carriageReturn || byte === 32 || byte === 9;

const linesIn = (text: string): number => {
  const ends = text.match(/\r\n|\r|\n/gu)?.length ?? 0;
  return /[\r\n]$/u.test(text) ? ends : ends + 1;
};
