import { healthVerdictOf, type HealthVerdict } from '../verdict/health-verdict.ts';
import { type HostClock, hostClockWords } from '../verdict/clock-words.ts';
import type { Shown, Tone, Verdict } from '../verdict/shown.ts';
import { countOf } from '../words/count.ts';
import { type Sentence, sentenceOf, timeIn } from '../words/sentence.ts';

/** From the worst to the calmest. */
export const hostStates = ['silent', 'clock', 'sends', 'quiet'] as const;
export type HostState = (typeof hostStates)[number];

/** All that the words about a host are made of: it is known by the programs on it alone. */
export interface DescribedHost {
  readonly name: string;
  /** When the latest of its records arrived. */
  readonly lastSeenAt: string;
  /** Runs that go on there. */
  readonly running: number;
  /** Runs there that gave no more signal, and whose pipelines have not run since. */
  readonly lost: number;
  /** When the first of those gave its last signal; null where there are none. */
  readonly lostSince: string | null;
  /** How far its clock is off; null where it is right, or nothing shows it. */
  readonly clock: HostClock | null;
}

/** A program that runs sends a sign at least so often. */
const latelyMs = 300_000;

const wordsAndTones: Readonly<Record<HostState, { readonly word: string; readonly tone: Tone }>> = {
  silent: { word: 'No signal', tone: 'warn' },
  clock: { word: 'Clock is wrong', tone: 'warn' },
  sends: { word: 'Sends', tone: 'fluid' },
  quiet: { word: 'Not seen lately', tone: 'aside' },
};

/**
 * A clock that may be right, as its records may have been sent late, is no trouble. A host is silent while a run on it is lost and nothing came from it since. One on which nothing runs sends nothing: of that one it is not
 * known whether it is well.
 */
export const hostStateOf = (host: DescribedHost, nowMs: number): HostState => {
  const seenAtMs = Date.parse(host.lastSeenAt);
  if (host.lost > 0 && host.running === 0 && nowMs - seenAtMs > latelyMs) return 'silent';
  if (host.clock?.isCertain === true) return 'clock';
  return host.running > 0 || nowMs - seenAtMs <= latelyMs ? 'sends' : 'quiet';
};

export const shownHost = (host: DescribedHost, nowMs: number): Shown<HostState> => {
  const id = hostStateOf(host, nowMs);
  return { id, ...wordsAndTones[id] };
};

export const hostVerdict = (host: DescribedHost, nowMs: number): Verdict<HealthVerdict> => {
  const state = hostStateOf(host, nowMs);
  return healthVerdictOf(state === 'quiet' ? null : state === 'sends');
};

export const isHostTrouble = (state: HostState): boolean => state === 'silent' || state === 'clock';

/** The sentence about one host. */
export const hostSentence = (host: DescribedHost, nowMs: number): Sentence => {
  const { name, lastSeenAt, running, lost, clock } = host;
  const seen = timeIn(lastSeenAt, 'ago');
  const lostWords = countOf(lost, 'run');
  switch (hostStateOf(host, nowMs)) {
    case 'silent':
      return sentenceOf(`The last signal of ${name} came `, seen, `, while ${lostWords} went on there.`);
    case 'clock':
      return [`The clock of ${name} is ${clock === null ? 'wrong' : hostClockWords(clock)}.`];
    case 'sends': {
      const goOn =
        running === 0 ? 'no run goes on there' : `${countOf(running, 'run')} ${running === 1 ? 'goes' : 'go'} on there`;
      const ended = lost === 0 ? '' : `, and ${lostWords} there gave no more signal`;
      return sentenceOf(`The last signal of ${name} came `, seen, `: ${goOn}${ended}.`);
    }
    case 'quiet':
      return sentenceOf(`Nothing runs on ${name} now: its last signal came `, seen, '.');
  }
};
