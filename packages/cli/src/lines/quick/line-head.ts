import type { Severity } from '@sightglass/model';
import type { LineFormat } from '../line-format.ts';
import type { Attributes } from '../parsed-line.ts';
import { formatsFor, type PlainLine } from '../plain-line.ts';
import { viablePattern, type ViablePattern } from './viable-pattern.ts';

/** How lines begin that have the same level and logger; what follows is the message, whatever it is. */
export interface LineHead {
  readonly is: 'known';
  /** The bytes, 0 for any digit of a time; and perhaps the first word of the message. */
  readonly pattern: Uint8Array;
  /** From the start of the line to that of its message. */
  readonly bytes: number;
  /** Where its time stands. */
  readonly timeStart: number;
  readonly timeEnd: number;
  readonly isDated: boolean;
  readonly severity: Severity;
  readonly common: Attributes;
  /** A message that says that there is nothing makes it no level. */
  readonly isWeak: boolean;
  /** Formats that need a colon in the message come before. */
  readonly needsNoColon: boolean;
}

/** A first word of a message has so many characters at most. */
const longestWord = 30;
const thrownWords = /Error|Exception|Throwable/;

/**
 * The head of a line that was read as `parsed`, if every line with the same head is read so; undefined where that is not certain.
 */
export const learnHead = (text: string, parsed: PlainLine): LineHead | undefined => {
  const { format, severity, message } = parsed;
  const { formats, time, restAt } = formatsFor(text);
  const bytes = text.length - message.length;
  if (format === undefined || severity === undefined || bytes <= restAt || format.pattern.source.includes('(?<time>'))
    return undefined;
  // The next byte says where the head ends; where it may belong to it, so does the first word.
  const [word = ''] = /^[^ ]*(?: |$)/.exec(message) ?? [];
  const known = [message.slice(0, 1), ...(word.length <= longestWord ? [word] : [])].map((first) => ({
    first,
    certain: certainty(formats, format, text.slice(restAt, bytes), first),
  }));
  const found = known.find(({ certain }) => certain !== undefined);
  const shown = text.slice(0, bytes) + (found?.first ?? '');
  if (found?.certain === undefined || !/^[\x20-\x7e]+$/.test(shown) || mayThrow(shown, time !== undefined))
    return undefined;
  const timeStart = time === undefined ? 0 : text.indexOf(time.text);
  const timeEnd = timeStart + (time?.text.length ?? 0);
  return {
    is: 'known',
    pattern: Buffer.from(
      shown.replace(/./gs, (c, at: number) => (at < timeEnd && /\d/.test(c) ? '\0' : c)),
      'latin1',
    ),
    bytes,
    timeStart,
    timeEnd,
    isDated: time?.isDated === true,
    severity,
    common: parsed.attributes,
    isWeak: format.isWeak === true,
    needsNoColon: found.certain.needsNoColon,
  };
};

/** Only a line that begins with a name can be an exception. */
const mayThrow = (shown: string, isTimed: boolean): boolean => {
  if (isTimed) return false;
  const [name = ''] = /^[\w.$]*/.exec(shown) ?? [];
  return /^[UEC\d]|^\[\d/.test(shown) || name.length === shown.length || thrownWords.test(name);
};

const patterns = new Map<LineFormat, ViablePattern | undefined>();
const viableOf = (format: LineFormat): ViablePattern | undefined => {
  if (!patterns.has(format)) patterns.set(format, viablePattern(format.pattern.source));
  return patterns.get(format);
};

/** Whether lines that go on with `head` and then `first` are all of this format, with `head` as their head. */
const certainty = (
  formats: readonly LineFormat[],
  taken: LineFormat,
  head: string,
  first: string,
): { readonly needsNoColon: boolean } | undefined => {
  const text = head + first;
  let needsNoColon = false;
  for (const format of formats) {
    const viable = viableOf(format);
    if (viable === undefined) return undefined;
    if (format === taken) {
      const isTaken = taken.pattern.exec(text)?.[0] === head;
      return isTaken && viable.isPlain && !viable.unfinished.test(text) ? { needsNoColon } : undefined;
    }
    if (!viable.complete.test(text) && !viable.unfinished.test(text)) continue;
    if (!mayLack(format, text)) return undefined;
    needsNoColon = true;
  }
  return undefined;
};

/** Whether a line that begins so lacks what the format needs, if it has no colon after that. */
const mayLack = ({ needs }: LineFormat, text: string): boolean => {
  if (needs?.includes(':') !== true || text.includes(needs)) return false;
  for (let length = 1; length < needs.length; length += 1) if (text.endsWith(needs.slice(0, length))) return false;
  return true;
};

/** So many are kept at once. */
const mostHeads = 64;
/** From so many lines on whose head was not known only some are learned: where each begins in its own way, learning would cost more. */
const unknownAtFirst = 300;
const learnedOf = 50;

/** The heads that a program's lines have, those that came last first. */
export interface LineHeads {
  /** That of the line from `start` to `end`, whose message is longer than what is known of it. */
  readonly find: (bytes: Uint8Array, start: number, end: number) => LineHead | undefined;
  readonly learn: (text: string, parsed: PlainLine) => void;
}

export const createLineHeads = (onLearned: (head: LineHead) => void = () => undefined): LineHeads => {
  const heads: LineHead[] = [];
  let unknown = 0;
  return {
    find: (bytes, start, end) => {
      for (let index = 0; index < heads.length; index += 1) {
        const head = heads[index] as LineHead;
        if (end - start <= head.pattern.length || !standsAt(head.pattern, bytes, start)) continue;
        if (index > 0) {
          heads[index] = heads[index - 1] as LineHead;
          heads[index - 1] = head;
        }
        return head;
      }
      return undefined;
    },
    learn: (text, parsed) => {
      unknown += 1;
      if (unknown > unknownAtFirst && unknown % learnedOf !== 0) return;
      const head = learnHead(text, parsed);
      if (head === undefined) return;
      if (heads.length >= mostHeads) heads.pop();
      heads.unshift(head);
      onLearned(head);
    },
  };
};

const standsAt = (pattern: Uint8Array, bytes: Uint8Array, start: number): boolean => {
  for (let at = 0; at < pattern.length; at += 1) {
    const byte = bytes[start + at] as number;
    const known = pattern[at];
    if (known === 0 ? (byte ^ 0x30) > 9 : byte !== known) return false;
  }
  return true;
};
