import type { Ledger } from '../ledger/ledger.ts';
import type { Unexplained } from '../ledger/unexplained.ts';
import type { StageState } from '../telemetry/run-state.ts';
import { openRowsOf, type OpenWord } from '../words/ledger-words.ts';
import { badEnds, type BadEnd, type RunDoubt } from './run-doubts.ts';
import {
  isBroken,
  isBrokenByContract,
  isNoNewData,
  isNothingLoaded,
  isRejectedUnusual,
  type JudgedRun,
  rejectedShare,
  runVerdictOf,
  unjudgedRejects,
  type UsualRows,
} from './run-verdict.ts';
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
  'late',
  'slow',
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
  late: { word: 'Late', tone: 'warn' },
  slow: { word: 'Slow', tone: 'aside' },
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
  return { id, word: runWord(id, run, usual), tone: wordsAndTones[id].tone };
};

/** The same for a program that reports the run: what is certain by its counts alone, such as rows missing or all rejected. */
export const certainlyShown = (run: RunToShow): Shown<ShownState> => shownRun(run, unjudgedRejects);

const runStateShown = (run: JudgedRun, usual: UsualRows | null): ShownState => {
  if (run.state !== 'succeeded') return run.state;
  if (isNoNewData(run, usual)) return 'empty';
  switch (runVerdictOf(run, usual)) {
    case 'no':
      if (isBrokenByContract(run)) return 'broken';
      if (isBroken(run) && run.rows.rejected === 0 && run.balanced !== false) return 'broken';
      return run.rows.rejected > 0 ? 'rejected' : 'unbalanced';
    case 'yes-but':
      if (run.doubts.some(({ kind }) => kind === 'stage')) return 'stage-failed';
      return run.balanced === false ? 'unbalanced' : doubtfulState(run, usual);
    default:
      return 'succeeded';
  }
};

/** Of the gravest doubt, in the order in which pipelines need attention. */
const doubtfulState = ({ doubts, rows }: JudgedRun, usual: UsualRows | null): ShownState => {
  const has = (wanted: RunDoubt['kind']) => doubts.some(({ kind }) => kind === wanted);
  if (has('contract')) return 'broken';
  if (has('unchecked')) return 'unchecked';
  if (isRejectedUnusual(rows, usual?.rejectedShare ?? null)) return 'doubtful';
  if (has('unenriched')) return 'unenriched';
  if (has('programs')) return 'shared';
  return has('reported') ? 'doubtful' : 'empty';
};

const runWord = (id: ShownState, run: RunToShow, usual: UsualRows | null): string => {
  switch (id) {
    case 'stage-failed':
      return stageWord(run.doubts);
    case 'unbalanced':
      return unbalancedWord(run);
    case 'rejected':
      return rejectedWord(run.rows);
    case 'doubtful':
      return isRejectedUnusual(run.rows, usual?.rejectedShare ?? null)
        ? rejectsWord(run.rows, usual)
        : 'Ended with warnings';
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

/** None was loaded. */
const rejectedWord = ({ rejected, read }: Ledger): string =>
  rejected >= read ? 'All rows rejected' : wordsAndTones.rejected.word;

/** While nothing is known to be usual, only how many of all. */
const rejectsWord = (rows: Ledger, usual: UsualRows | null): string => {
  if (usual !== null && usual.rejectedShare !== null) return wordsAndTones.doubtful.word;
  return rejectedShare(rows) >= 0.5 ? 'Most rows rejected' : 'Many rows rejected';
};

interface StageToShow {
  readonly state: StageState;
  readonly balanced: boolean | null;
  readonly rows: Ledger;
  readonly unexplained: Unexplained;
}

/**
 * The state of a stage of this run. Rejects are judged at a stage only where they are judged in its run, and by the same usual share: what
 * a run takes as usual is not held against its stage.
 */
export const shownStage = (
  stage: StageToShow,
  run: Pick<JudgedRun, 'rows'>,
  usual: UsualRows | null,
): Shown<ShownState> => {
  const { state, rows, balanced } = stage;
  if (state !== 'succeeded') return shownOfState(state);
  if (isNothingLoaded(rows) && (rows.rejected >= rows.read || isNothingLoaded(run.rows)))
    return { ...shownOfState('rejected'), word: rejectedWord(rows) };
  if (balanced === false) return { ...shownOfState('unbalanced'), word: unbalancedWord(stage) };
  const isUnusual = [run.rows, rows].every((each) => isRejectedUnusual(each, usual?.rejectedShare ?? null));
  return isUnusual ? { ...shownOfState('doubtful'), word: rejectsWord(rows, usual) } : shownOfState('succeeded');
};

/** The same for the program that counted the rows: what is certain of a stage by its counts alone. */
export const certainlyShownStage = (stage: StageToShow): Shown<ShownState> => shownStage(stage, stage, unjudgedRejects);
