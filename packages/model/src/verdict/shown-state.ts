import type { Ledger } from '../ledger/ledger.ts';
import type { Unexplained } from '../ledger/unexplained.ts';
import type { StageState } from '../telemetry/run-state.ts';
import { openRowsOf, type OpenWord } from '../words/ledger-words.ts';
import { badEnds, type BadEnd, type RunDoubt } from './run-doubts.ts';
import { isNoNewData, type JudgedRun, rejectedShare, runVerdictOf, type UsualRows } from './run-verdict.ts';
import type { Shown, Tone } from './shown.ts';

/** States as they are shown: what succeeded with open rows, by rejecting many, or in doubt is not shown as well. */
export const shownStates = [
  'running',
  'succeeded',
  'failed',
  'aborted',
  'lost',
  'missed',
  'rejected',
  'doubtful',
  'unbalanced',
  'stage-failed',
  'broken',
  'unchecked',
  'unenriched',
  'shared',
  'empty',
  'outdated',
  'dependency',
] as const;
export type ShownState = (typeof shownStates)[number];

const wordsAndTones: Readonly<Record<ShownState, { readonly word: string; readonly tone: Tone }>> = {
  running: { word: 'Running', tone: 'fluid' },
  succeeded: { word: 'Succeeded', tone: 'fluid' },
  failed: { word: 'Failed', tone: 'bad' },
  aborted: { word: 'Stopped', tone: 'aside' },
  lost: { word: 'No signal', tone: 'warn' },
  missed: { word: 'Missed', tone: 'warn' },
  rejected: { word: 'Rows rejected, none loaded', tone: 'bad' },
  doubtful: { word: 'More rejects than usual', tone: 'warn' },
  unbalanced: { word: 'Rows unbalanced', tone: 'warn' },
  'stage-failed': { word: 'Stage failed', tone: 'warn' },
  broken: { word: 'Contract failed', tone: 'warn' },
  unchecked: { word: 'File not checked', tone: 'warn' },
  unenriched: { word: 'Loaded without lookup data', tone: 'warn' },
  shared: { word: 'Several programs at once', tone: 'warn' },
  empty: { word: 'No new data', tone: 'warn' },
  outdated: { word: 'Out of date', tone: 'warn' },
  dependency: { word: 'Dependency not usable', tone: 'warn' },
};

const openRowsWord: Readonly<Record<OpenWord, string>> = {
  'in progress': 'rows in progress',
  missing: 'rows missing',
  'not processed': 'rows not processed',
  extra: 'extra rows',
};

/** A state by itself, for filters, legends and reports of others: what its rows mean is not judged. */
export const shownOfState = (id: ShownState): Shown<ShownState> => ({ id, ...wordsAndTones[id] });

type RunToShow = JudgedRun & { readonly unexplained: Unexplained };

/** The state of a run as every surface shows it, held against what was usual before it. */
export const shownRun = (run: RunToShow, usual: UsualRows | null): Shown<ShownState> => {
  const id = runStateShown(run, usual);
  return { id, word: runWord(id, run, usual !== null), tone: wordsAndTones[id].tone };
};

const runStateShown = (run: JudgedRun, usual: UsualRows | null): ShownState => {
  if (run.state !== 'succeeded') return run.state;
  if (isNoNewData(run, usual)) return 'empty';
  switch (runVerdictOf(run, usual)) {
    case 'no':
      return run.rows.rejected > 0 ? 'rejected' : 'unbalanced';
    case 'yes-but':
      if (run.doubts.some(({ kind }) => kind === 'stage')) return 'stage-failed';
      return run.balanced === false ? 'unbalanced' : doubtfulState(run.doubts);
    default:
      return 'succeeded';
  }
};

/** Of the gravest doubt; without any, more was rejected than usual. */
const doubtfulState = (doubts: readonly RunDoubt[]): ShownState => {
  if (doubts.some(({ kind }) => kind === 'contract')) return 'broken';
  if (doubts.some(({ kind }) => kind === 'unchecked')) return 'unchecked';
  if (doubts.some(({ kind }) => kind === 'programs')) return 'shared';
  return doubts.some(({ kind }) => kind === 'unenriched') ? 'unenriched' : 'doubtful';
};

const runWord = (id: ShownState, run: RunToShow, isUsualKnown: boolean): string => {
  switch (id) {
    case 'stage-failed':
      return stageWord(run.doubts);
    case 'unbalanced':
      return unbalancedWord(run);
    case 'rejected':
      return run.rows.rejected >= run.rows.read ? 'All rows rejected' : wordsAndTones.rejected.word;
    case 'doubtful':
      if (run.doubts.some(({ kind }) => kind === 'reported')) return 'Ended with warnings';
      return isUsualKnown ? wordsAndTones.doubtful.word : rejectsWord(run.rows);
    default:
      return wordsAndTones[id].word;
  }
};

const stageWords: Readonly<Record<BadEnd, string>> = {
  failed: wordsAndTones['stage-failed'].word,
  aborted: 'Stage stopped',
  unended: 'Stage never ended',
};

/** Of the worst end. */
const stageWord = (doubts: readonly RunDoubt[]): string => {
  const ends = new Set(doubts.flatMap((doubt) => (doubt.kind === 'stage' ? doubt.state : [])));
  return stageWords[badEnds.find((end) => ends.has(end)) ?? 'failed'];
};

/** Which way they are unbalanced: `Rows missing`, `Extra rows`, `Rows missing and extra rows`. */
const unbalancedWord = (run: Parameters<typeof openRowsOf>[0]): string => {
  const words = openRowsOf(run).map(({ word }) => openRowsWord[word]);
  const [first, ...more] = words;
  if (first === undefined) return wordsAndTones.unbalanced.word;
  return [`${first.slice(0, 1).toUpperCase()}${first.slice(1)}`, ...more].join(' and ');
};

/** While nothing is known to be usual. */
const rejectsWord = (rows: Ledger): string =>
  rejectedShare(rows) >= 0.5 ? 'Most rows rejected' : 'Many rows rejected';

interface StageToShow {
  readonly state: StageState;
  readonly balanced: boolean | null;
  readonly rows: Ledger;
  readonly unexplained: Unexplained;
}

/** The state of a stage: nothing is said of what is usual for one. */
export const shownStage = (stage: StageToShow): Shown<ShownState> => {
  const { state, rows, balanced } = stage;
  if (state !== 'succeeded') return shownOfState(state);
  if (rejectedShare(rows) >= 0.5) {
    const word = rows.rejected >= rows.read ? 'All rows rejected' : rejectsWord(rows);
    return { id: 'rejected', word, tone: wordsAndTones.rejected.tone };
  }
  return balanced === false
    ? { id: 'unbalanced', word: unbalancedWord(stage), tone: wordsAndTones.unbalanced.tone }
    : shownOfState('succeeded');
};
