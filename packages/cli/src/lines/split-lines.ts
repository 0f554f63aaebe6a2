import { partsOfRedrawn, withoutEscapes, type Line } from './redraws.ts';

export interface LineSplitter {
  readonly push: (chunk: Buffer) => Line[];
  /** The last line when it has no newline. */
  readonly end: () => Line[];
  readonly isMidLine: () => boolean;
}

const newline = 0x0a;
const carriageReturn = 0x0d;
/** Kept also where there is no room: what follows it is not the rest of a line that is too long. */
const lastReturn = Buffer.from('\r');

/** Cuts a byte stream into lines, keeping at most about `maxLineBytes` of each, whatever the stream holds. */
export const createLineSplitter = (maxLineBytes: number): LineSplitter => {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let omittedBytes = 0;

  const keep = (bytes: Buffer): void => {
    const room = Math.max(0, maxLineBytes - keptBytes);
    if (room > 0 && bytes.length > 0) kept.push(Buffer.from(bytes.subarray(0, room)));
    keptBytes += Math.min(room, bytes.length);
    omittedBytes += Math.max(0, bytes.length - room);
  };
  /** `isRedrawn`: more is drawn over the last of it. */
  const takeKept = (isRedrawn: boolean): Line[] => {
    const lines = toLines(Buffer.concat(kept).toString('utf8'), omittedBytes, isRedrawn);
    kept = [];
    keptBytes = 0;
    omittedBytes = 0;
    return lines;
  };
  /** Where a line that is too long can be cut, as what follows is drawn over it: at a carriage return, or -1. */
  const redrawnAt = (bytes: Buffer): number => {
    const fits = bytes.lastIndexOf(carriageReturn, Math.max(0, maxLineBytes - keptBytes));
    const at = fits > 0 || (fits === 0 && keptBytes > 0) ? fits : bytes.indexOf(carriageReturn, 1);
    return at === bytes.length - 1 ? -1 : at;
  };
  /** Keeps more of a line; gives what has been drawn over in it, when it becomes too long. */
  const keepOn = (bytes: Buffer): Line[] => {
    const lines: Line[] = [];
    let rest = bytes;
    while (rest.length > 0 && keptBytes + rest.length > maxLineBytes) {
      const at = kept.at(-1) === lastReturn ? 0 : redrawnAt(rest);
      if (at < 0) break;
      if (kept.at(-1) === lastReturn) rest = Buffer.concat([lastReturn, rest]);
      keep(rest.subarray(0, at));
      lines.push(...takeKept(true));
      rest = rest.subarray(at);
    }
    if (keptBytes + rest.length <= maxLineBytes || rest.at(-1) !== carriageReturn) keep(rest);
    else {
      keep(rest.subarray(0, -1));
      kept.push(lastReturn);
    }
    return lines;
  };

  return {
    push: (chunk) => {
      const lines: Line[] = [];
      let at = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, at)) {
        lines.push(...keepOn(chunk.subarray(at, end)), ...takeKept(false));
        at = end + 1;
      }
      lines.push(...keepOn(chunk.subarray(at)));
      return lines;
    },
    end: () => (keptBytes === 0 ? [] : takeKept(false)),
    isMidLine: () => keptBytes > 0,
  };
};

/**
 * What a line of output holds, without escape codes: itself, or its parts where `\r` took the cursor back to its beginning.
 * `isRedrawn`: more is drawn over the last of them.
 */
export const toLines = (raw: string, omittedBytes: number, isRedrawn = false): Line[] => {
  let end = raw.length;
  while (raw.charCodeAt(end - 1) === carriageReturn) end -= 1;
  const text = raw.slice(0, end);
  if (isRedrawn || text.includes('\r')) return partsOfRedrawn(text, omittedBytes, isRedrawn);
  return [{ text: withoutEscapes(text), omittedBytes }];
};
