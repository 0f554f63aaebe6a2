import type { RunState } from '../telemetry/run-state.ts';
import { countOf } from '../words/count.ts';
import { sentenceCase } from '../words/sentence.ts';
import { shownOfState } from './shown-state.ts';
import type { Shown } from './shown.ts';

/** What a day of a pipeline is shown as, the worst first; the last three have nothing to show. */
export const dayStates = [
  'failed',
  'missed',
  'lost',
  'doubtful',
  'unknown',
  'aborted',
  'running',
  'succeeded',
  'none',
  'before',
  'not-kept',
] as const;
export type DayState = (typeof dayStates)[number];

/** Runs of one day. Those in doubt, or of which nothing can be used, are among those that succeeded. */
export interface DayCounts {
  readonly states: Readonly<Partial<Record<RunState, number>>>;
  readonly doubtful: number;
}

/** A day without runs: whether one was due, and whether there could be any. */
export type EmptyDay = 'due' | 'nothing-due' | 'before' | 'not-kept';

const shown: Readonly<Record<DayState, Omit<Shown<DayState>, 'id'>>> = {
  failed: shownOfState('failed'),
  missed: { word: 'Missed', tone: 'bad' },
  lost: shownOfState('lost'),
  // Of some such runs nothing can be used.
  doubtful: { word: 'To be checked', tone: 'warn' },
  unknown: { word: 'Not known', tone: 'warn' },
  aborted: shownOfState('aborted'),
  running: shownOfState('running'),
  succeeded: shownOfState('succeeded'),
  none: { word: 'No run', tone: 'aside' },
  before: { word: 'Before its first run', tone: 'aside' },
  'not-kept': { word: 'Not kept', tone: 'aside' },
};

export const shownDay = (id: DayState): Shown<DayState> => ({ id, word: shown[id].word, tone: shown[id].tone });

const ofEmpty = {
  due: 'unknown',
  'nothing-due': 'none',
  before: 'before',
  'not-kept': 'not-kept',
} as const satisfies Record<EmptyDay, DayState>;

/** The worst of a day. What is not known is not shown as well. */
export const dayState = ({ states, doubtful }: DayCounts, empty: EmptyDay): DayState => {
  const count = (state: DayState): number => (state === 'doubtful' ? doubtful : (states[state as RunState] ?? 0));
  return dayStates.find((state) => count(state) > 0) ?? ofEmpty[empty];
};

const listed = ['failed', 'lost', 'aborted', 'running', 'succeeded'] as const satisfies readonly RunState[];

const emptyWords: Readonly<Record<EmptyDay, string>> = {
  due: 'a run was due; whether it started is not known',
  'nothing-due': 'no run, and none was due',
  before: 'before its first run',
  'not-kept': 'runs of that day are not kept any more',
};

/** `3 runs: 1 failed, 2 succeeded; 1 was due and did not start`. */
export const dayWords = ({ states, doubtful }: DayCounts, empty: EmptyDay): string => {
  const runs = listed.reduce((sum, state) => sum + (states[state] ?? 0), 0);
  const missed = states.missed ?? 0;
  if (runs + missed === 0) return sentenceCase(emptyWords[empty]);
  const parts = listed
    .filter((state) => (states[state] ?? 0) > 0)
    .map((state) => `${states[state] ?? 0} ${shownOfState(state).word.toLowerCase()}`);
  const check = doubtful === 0 ? [] : [`${doubtful} to be checked`];
  const ofRuns = runs === 0 ? [] : [`${countOf(runs, 'run')}: ${[...parts, ...check].join(', ')}`];
  const ofMissed = missed === 0 ? [] : [`${missed} ${missed === 1 ? 'was' : 'were'} due and did not start`];
  return [...ofRuns, ...ofMissed].join('; ');
};
