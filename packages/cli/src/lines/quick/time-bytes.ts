import { timeOfText } from '../line-time.ts';

/** Reads written times off the bytes of lines, most of which are of the same second as the one before. */
export interface TimeReader {
  /** Milliseconds since the epoch of the time from `start` to `end`, as `timeOfText` reads it; undefined when it is none. */
  readonly read: (bytes: Buffer, start: number, end: number) => number | undefined;
  /** Whether the time that was read last says more than microseconds. */
  readonly isFine: () => boolean;
  /** The second it reads times of now. */
  readonly second: () => WrittenSecond | undefined;
}

/** A second as a program writes it. */
export interface WrittenSecond {
  /** What stands before and behind the digits of the fraction. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly hasFraction: boolean;
  readonly ms: number;
}

const withFraction = /^(.*:\d\d[.,])\d{1,9}(\s?(?:[A-Z]{1,3}|[+-][\d:]+)?)$/;
const fine = /[.,]\d{6}0*[1-9]|\d{16}(?!0*$)/;

export const createTimeReader = (): TimeReader => {
  let latest: WrittenSecond | undefined;
  let isFine = false;
  const readAnew = (text: string): number | undefined => {
    isFine = fine.test(text);
    const ms = timeOfText(text);
    latest = ms === undefined ? undefined : secondOf(text);
    return ms;
  };
  return {
    isFine: () => isFine,
    second: () => latest,
    read: (bytes, start, end) => {
      if (latest === undefined || !isWithin(latest, bytes, start, end))
        return readAnew(bytes.toString('latin1', start, end));
      if (!latest.hasFraction) {
        isFine = false;
        return latest.ms;
      }
      const from = start + latest.before.length;
      const to = end - latest.after.length;
      let micros = 0;
      for (let at = from; at < from + 6; at += 1) micros = micros * 10 + (at < to ? (bytes[at] as number) - 0x30 : 0);
      isFine = false;
      for (let at = from + 6; at < to; at += 1) if (bytes[at] !== 0x30) isFine = true;
      return latest.ms + micros / 1000;
    },
  };
};

const secondOf = (text: string): WrittenSecond | undefined => {
  const [, before, after = ''] = withFraction.exec(text) ?? [];
  const ms = timeOfText(before === undefined ? text : before.slice(0, -1) + after);
  if (ms === undefined || (before === undefined && fine.test(text))) return undefined;
  return {
    before: Buffer.from(before ?? text, 'latin1'),
    after: Buffer.from(after, 'latin1'),
    hasFraction: before !== undefined,
    ms,
  };
};

/** Whether it is a time of this second: the same but for the digits of its fraction, of which there are nine at most. */
const isWithin = (
  { before, after, hasFraction }: WrittenSecond,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean => {
  const from = start + before.length;
  const to = end - after.length;
  if (hasFraction ? to <= from || to > from + 9 : to !== from) return false;
  for (let at = 0; at < before.length; at += 1) if (bytes[start + at] !== before[at]) return false;
  for (let at = 0; at < after.length; at += 1) if (bytes[to + at] !== after[at]) return false;
  for (let at = from; at < to; at += 1) if (((bytes[at] as number) ^ 0x30) > 9) return false;
  return true;
};
