import type { ByteReader } from '../source/byte-reader.ts';
import { SourceError } from '../source/source-error.ts';

const chunkBytes = 1 << 20;
const [quote, backslash, lineFeed, carriageReturn, comma] = [34, 92, 10, 13, 44];
const [openBracket, closeBracket, openBrace, closeBrace, blank] = [91, 93, 123, 125, 32];

/** Where the reading of an array is. */
interface ArrayState {
  /** 0 before the array, 1 between its items, more within one. */
  depth: number;
  isInString: boolean;
  isEscaped: boolean;
  isOver: boolean;
  hasItem: boolean;
  isFirst: boolean;
  /** Line ends of the file that have not been written yet; negative when more were written than were there. */
  owed: number;
}

/**
 * The items of a JSON array, one a line: on the line of the file on which they begin, as long as no two begin on the same. Line ends
 * within an item become blanks. Raises SourceError when the array has no end, or something follows it.
 */
export async function* arrayLines(file: string, reader: ByteReader): AsyncIterable<Buffer> {
  const state: ArrayState = {
    depth: 0,
    isInString: false,
    isEscaped: false,
    isOver: false,
    hasItem: false,
    isFirst: true,
    owed: 0,
  };
  const chunk = Buffer.alloc(chunkBytes);
  for (;;) {
    const length = await reader.fill(chunk, 0);
    const lines = linesIn(state, chunk.subarray(0, length));
    if (lines === undefined) throw new SourceError(`${file}: something follows the JSON array; keep one array a file`);
    yield lines;
    if (length < chunk.length) break;
  }
  if (!state.isOver)
    throw new SourceError(`${file}: the JSON array is cut off: it has no ] at its end; fetch it again`);
}

const linesIn = (state: ArrayState, bytes: Buffer): Buffer | undefined => {
  const written: number[] = [];
  for (const byte of bytes) {
    const isWithin = state.depth > 1 || state.hasItem;
    if (state.isInString) {
      written.push(byte === lineFeed ? blank : byte);
      if (state.isEscaped) state.isEscaped = false;
      else if (byte === backslash) state.isEscaped = true;
      else if (byte === quote) state.isInString = false;
    } else if (byte === lineFeed) state.owed += 1;
    else if (byte === blank || byte === 9 || byte === carriageReturn) {
      if (isWithin) written.push(blank);
    } else if (state.isOver) return undefined;
    else if (state.depth === 0) state.depth = byte === openBracket ? 1 : 0;
    else if (state.depth === 1 && byte === comma) state.hasItem = false;
    else if (state.depth === 1 && byte === closeBracket) {
      state.isOver = true;
      state.hasItem = false;
    } else {
      if (state.depth === 1 && !state.hasItem) beginItem(state, written);
      written.push(byte);
      if (byte === quote) state.isInString = true;
      else if (byte === openBrace || byte === openBracket) state.depth += 1;
      else if (byte === closeBrace || byte === closeBracket) state.depth -= 1;
    }
  }
  return Buffer.from(written);
};

const beginItem = (state: ArrayState, written: number[]): void => {
  state.hasItem = true;
  const lines = Math.max(state.isFirst ? 0 : 1, state.owed);
  for (let line = 0; line < lines; line += 1) written.push(lineFeed);
  state.owed -= lines;
  state.isFirst = false;
};
