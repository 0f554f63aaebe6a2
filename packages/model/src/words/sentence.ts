import { formatCount } from './count.ts';
import { agoWords, atTimeWords, clockWords, elapsedWords, timeWords, type Reading } from './time.ts';

/** How a time in a sentence is written: `3 minutes ago` · `at 02:13` · `02:13` · `02:13` whatever the day · `4 m 12 s` (since then). */
export const timeForms = ['ago', 'at', 'time', 'clock', 'elapsed'] as const;
export type TimeForm = (typeof timeForms)[number];

/**
 * Text; a time, written when and where it is read; or the reason of a failure, which is left out where it is shown beside the
 * sentence. A sentence that holds a reason ends with it, without a full stop of its own.
 */
export type SentencePart = string | { readonly at: string; readonly as: TimeForm } | { readonly reason: string };

/** A sentence that stays right on a page that stays open, in any time zone. */
export type Sentence = readonly SentencePart[];

/** Parts in a row as one sentence; neighbouring texts become one. */
export const sentenceOf = (...parts: readonly (SentencePart | Sentence)[]): Sentence => {
  const joined: SentencePart[] = [];
  for (const part of parts.flat()) {
    const last = joined.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
};

/** A time of a sentence. */
export const timeIn = (at: string | number, as: TimeForm): SentencePart => ({
  at: typeof at === 'string' ? at : new Date(at).toISOString(),
  as,
});

const longestReason = 300;

/** The end of a sentence about a failure: `: connection refused`, or a full stop without a reason. */
export const reasonIn = (reason: string | null | undefined): SentencePart => {
  const line = (reason ?? '').replaceAll(/\s+/gu, ' ').trim();
  if (line === '') return '.';
  return { reason: line.length > longestReason ? `${line.slice(0, longestReason)}…` : line };
};

interface SentenceReading extends Reading {
  /** Leave the reason of a failure out, as it is shown beside the sentence. */
  readonly isReasonShown?: boolean | undefined;
}

/** The sentence as it reads then and there. */
export const sentenceText = (sentence: Sentence, reading: SentenceReading): string =>
  sentence.map((part) => partText(part, reading)).join('');

const partText = (part: SentencePart, reading: SentenceReading): string => {
  if (typeof part === 'string') return part;
  if ('reason' in part) return reading.isReasonShown ? '.' : `: ${ended(part.reason)}`;
  const atMs = Date.parse(part.at);
  switch (part.as) {
    case 'ago':
      return agoWords(atMs, reading.nowMs);
    case 'at':
      return atTimeWords(atMs, reading);
    case 'time':
      return timeWords(atMs, reading);
    case 'clock':
      return clockWords(atMs, reading);
    case 'elapsed':
      return elapsedWords(atMs, reading.nowMs);
  }
};

const ended = (reason: string): string => (/[.!?…]$/u.test(reason) ? reason : `${reason}.`);

/** A sentence as answers hold it: as text of now, with times in UTC, and as parts. */
export const writtenSentence = (
  sentence: Sentence,
  nowMs: number,
): { readonly sentence: string; readonly sentenceParts: Sentence } => ({
  sentence: sentenceText(sentence, { nowMs, timeZone: 'UTC' }),
  sentenceParts: sentence,
});

/** `Failed`: a word of ours at the head of a column or a sentence. */
export const sentenceCase = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/** `, and one more API needs attention`; nothing of none. */
export const othersNeedAttention = (count: number, noun: string, isAtLeast = false): string => {
  if (count === 0) return '';
  if (isAtLeast)
    return `, and at least ${formatCount(count)} more ${noun}${count === 1 ? ' needs' : 's need'} attention`;
  return count === 1 ? `, and one more ${noun} needs attention` : `, and ${count} more ${noun}s need attention`;
};
