import { stripVTControlCharacters } from 'node:util';

export interface Line {
  readonly text: string;
  /** Bytes of the line that were too many to keep. */
  readonly omittedBytes: number;
}

export interface LineSplitter {
  readonly push: (chunk: Buffer) => Line[];
  /** The last line when it has no newline. */
  readonly end: () => Line[];
  readonly isMidLine: () => boolean;
}

const newline = 0x0a;
const carriageReturn = 0x0d;

/** Cuts a byte stream into lines, keeping at most about `maxLineBytes` of each, whatever the stream holds. */
export const createLineSplitter = (maxLineBytes: number): LineSplitter => {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let omittedBytes = 0;

  const keep = (bytes: Buffer): void => {
    const redrawn = bytes.lastIndexOf(carriageReturn, -2);
    if (redrawn >= 0 && keptBytes + bytes.length > maxLineBytes) return restart(bytes.subarray(redrawn + 1));
    const room = Math.max(0, maxLineBytes - keptBytes);
    if (room > 0 && bytes.length > 0) kept.push(Buffer.from(bytes.subarray(0, room)));
    keptBytes += Math.min(room, bytes.length);
    omittedBytes += Math.max(0, bytes.length - room);
  };
  const restart = (bytes: Buffer): void => {
    kept = [];
    keptBytes = 0;
    omittedBytes = 0;
    keep(bytes);
  };
  const takeKept = (): Line => {
    const line = toLine(Buffer.concat(kept).toString('utf8'), omittedBytes);
    restart(Buffer.alloc(0));
    return line;
  };

  return {
    push: (chunk) => {
      const first = chunk.indexOf(newline);
      if (first < 0) {
        keep(chunk);
        return [];
      }
      const last = chunk.lastIndexOf(newline);
      keep(chunk.subarray(0, first));
      const lines = [takeKept()];
      if (last > first) lines.push(...wholeLines(chunk.subarray(first + 1, last), maxLineBytes));
      keep(chunk.subarray(last + 1));
      return lines;
    },
    end: () => (keptBytes === 0 ? [] : [takeKept()]),
    isMidLine: () => keptBytes > 0,
  };
};

const wholeLines = (bytes: Buffer, maxLineBytes: number): Line[] =>
  bytes
    .toString('utf8')
    .split('\n')
    .map((text) =>
      text.length <= maxLineBytes
        ? toLine(text, 0)
        : toLine(text.slice(0, maxLineBytes), Buffer.byteLength(text.slice(maxLineBytes))),
    );

/** What a terminal would show of the line: progress redrawn after a carriage return replaces what was there; no escape codes. */
export const toLine = (raw: string, omittedBytes: number): Line => {
  const ended = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
  const shown = ended.slice(ended.lastIndexOf('\r') + 1);
  const text = shown.includes('\u001b') || shown.includes('\u009b') ? stripVTControlCharacters(shown) : shown;
  return { text, omittedBytes };
};
