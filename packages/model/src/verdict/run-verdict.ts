import { countsRows, type Ledger } from '../ledger/ledger.ts';
import type { RunState } from '../telemetry/run-state.ts';
import { checkTrigger } from '../telemetry/triggers.ts';
import { hasFailedContract, isGraveDoubt, type RunDoubt } from './run-doubts.ts';
import type { Verdict } from './shown.ts';

/** Whether the data of a run can be used. Of runs that succeeded: `nothing-new` wrote no row and none is missing, `unknown` counted no rows. */
export const runVerdicts = ['yes', 'yes-but', 'no', 'wait', 'nothing-new', 'unknown'] as const;
export type RunVerdict = (typeof runVerdicts)[number];

/** Verdicts by which the data of a run that succeeded is to be checked before it is used. */
export const checkVerdicts = ['yes-but', 'no'] as const satisfies readonly RunVerdict[];

export interface JudgedRun {
  readonly state: RunState;
  /** Null while counts still move. */
  readonly balanced: boolean | null;
  readonly rows: Ledger;
  /** False when nobody counted rows, not even 0. */
  readonly rowsCounted?: boolean | undefined;
  readonly doubts: readonly RunDoubt[];
  /** Whether it may read nothing, as declared. */
  readonly empty?: 'legal' | 'suspicious' | null | undefined;
  /** What started it; absent where that is not known. */
  readonly trigger?: string | null | undefined;
  /** All rows it counts are of files that it checked. */
  readonly onlyChecked?: boolean | undefined;
}

/** What a run is held against: figures of the runs that succeeded before it. */
export interface UsualRun {
  readonly sampleSize: number;
  readonly durationMs: number;
  /** Rejected of the rows read, 0 to 1; null while too few of them passed their contracts. */
  readonly rejectedShare: number | null;
  /** Absent while they have not been read. */
  readonly rowsRead?: number;
  readonly rowsWritten?: number;
}

/** What is usual is said of so many runs that succeeded before, the latest ones. */
export const usualSampleSize = 20;

/** Fewer earlier runs than these do not say what is usual. */
export const leastUsualRuns = 5;

/** What is usual; null while there are too few runs. */
export const usualIn = <Figures extends { readonly sampleSize: number }>(usual: Figures | null): Figures | null =>
  usual === null || usual.sampleSize < leastUsualRuns ? null : usual;

/** Rejected of the rows read, 0 to 1. */
export const rejectedShare = ({ read, rejected }: Pick<Ledger, 'read' | 'rejected'>): number =>
  rejected === 0 ? 0 : Math.min(1, rejected / Math.max(read, rejected));

const unusualStep = 0.02;
const muchWithoutUsual = 0.1;

/** Runs that reject a smaller share are never unusual, whatever is usual. */
export const leastUnusualShare = unusualStep;

/** More rejected rows than usual; while nothing is known to be usual (null), a tenth of the rows is a lot. */
export const isRejectedUnusual = (rows: Ledger, usualShare: number | null): boolean =>
  usualShare === null
    ? rejectedShare(rows) >= muchWithoutUsual
    : rejectedShare(rows) >= Math.max(2 * usualShare, usualShare + unusualStep);

/** Every row that was to be written was rejected. */
export const isNothingLoaded = ({ written, rejected }: Pick<Ledger, 'written' | 'rejected'>): boolean =>
  written === 0 && rejected > 0;

/** Rows were read, and none was written or rejected: all were left out on purpose, or are missing. */
export const isNothingWritten = ({ read, written, rejected }: Pick<Ledger, 'read' | 'written' | 'rejected'>): boolean =>
  read > 0 && written === 0 && rejected === 0;

/** What a verdict needs of what is usual. */
export type UsualRows = Pick<UsualRun, 'rejectedShare' | 'rowsRead' | 'rowsWritten'>;

/** Of a program that cannot read what is usual for its pipeline: however many rows it rejected is then not judged. */
export const unjudgedRejects: UsualRows = { rejectedShare: Infinity };

/** It counted no row at all. */
export const isEmpty = (rows: Ledger): boolean => !countsRows(rows);

/** There were no rows: it counted 0, or nothing where the runs before it count theirs. A program that counts nothing may have moved any. */
export const isWithoutData = (
  { rows, rowsCounted }: Pick<JudgedRun, 'rows' | 'rowsCounted'>,
  usual: UsualRows | null,
) => isEmpty(rows) && (rowsCounted !== false || areRowsUsual(usual));

const areRowsUsual = (usual: UsualRows | null): boolean => (usual?.rowsRead ?? 0) > 0 || (usual?.rowsWritten ?? 0) > 0;

/** It succeeded without any row although rows are usual, or must come. */
export const isSuspiciouslyEmpty = (run: JudgedRun, usual: UsualRows | null): boolean => {
  if (run.state !== 'succeeded' || run.empty === 'legal' || !isWithoutData(run, usual)) return false;
  return run.empty === 'suspicious' || areRowsUsual(usual);
};

/** It only checked files: the rows it counts are loaded by nobody. */
export const isOnlyCheck = ({ trigger, onlyChecked }: Pick<JudgedRun, 'trigger' | 'onlyChecked'>): boolean =>
  trigger === checkTrigger || onlyChecked === true;

/** A file failed its contract, and nothing was loaded beside it. */
export const isBroken = (run: Pick<JudgedRun, 'state' | 'trigger' | 'onlyChecked' | 'rows' | 'doubts'>): boolean =>
  run.state === 'succeeded' && hasFailedContract(run) && (isOnlyCheck(run) || run.rows.written === 0);

/** Of these, the contract alone decides: no counts of rows that were to be loaded show more. */
export const isBrokenByContract = (run: JudgedRun): boolean =>
  isBroken(run) && (isOnlyCheck(run) || (isEmpty(run.rows) && run.balanced !== false));

/** Whether the data of a run can be used, held against what was usual before it (null while that is not known). */
export const runVerdictOf = (run: JudgedRun, usual: UsualRows | null): RunVerdict => {
  const { state, balanced, rows, doubts } = run;
  if (state === 'running') return 'wait';
  if (state !== 'succeeded' || isNothingLoaded(rows) || isBroken(run)) return 'no';
  if (balanced === false && isNothingWritten(rows)) return 'no';
  const isDoubtful =
    balanced === false || doubts.some(isGraveDoubt) || isRejectedUnusual(rows, usual?.rejectedShare ?? null);
  if (isDoubtful || isSuspiciouslyEmpty(run, usual)) return 'yes-but';
  if (isNothingWritten(rows)) return 'nothing-new';
  if (run.empty === 'legal' && isWithoutData(run, usual)) return 'yes';
  return countsRows(rows) ? 'yes' : 'unknown';
};

/** What a person reads first, before what happened. A run that ended badly with rows written left a part of its data behind. */
export const runVerdict = (run: JudgedRun, usual: UsualRows | null): Verdict<RunVerdict> => {
  const id = runVerdictOf(run, usual);
  return { id, words: isNoNewData(run, usual) ? 'No new data' : wordsOf(id, run) };
};

/** What is certain by the counts of the run alone; nothing is then known against a run that is plainly `yes`. */
export const certainVerdict = (run: JudgedRun): Verdict<RunVerdict> => {
  const verdict = runVerdict(run, unjudgedRejects);
  return verdict.id === 'yes' ? { id: 'unknown', words: wordsOf('unknown', run) } : verdict;
};

/** It came without rows although some were expected, and nothing graver is in doubt. */
export const isNoNewData = (run: JudgedRun, usual: UsualRows | null): boolean =>
  isSuspiciouslyEmpty(run, usual) && run.balanced !== false && !run.doubts.some(isGraveDoubt);

/** It wrote rows before it ended badly, or may have: it ran, and nobody counted. */
const isPartLoaded = ({ state, rows, rowsCounted }: JudgedRun): boolean =>
  rows.written > 0 || (rowsCounted === false && state !== 'missed' && state !== 'succeeded');

/** A verdict at the beginning of a sentence about a run, where something else has said it before. */
export const leadingVerdict =
  /^(?:Ready to use|Usable, but check|Not usable|Not loaded|Wait|No new data)(?:, but late)?: /u;

const wordsOf = (id: RunVerdict, run: JudgedRun): string => {
  switch (id) {
    case 'yes':
      return 'Ready to use';
    case 'yes-but':
      return 'Usable, but check';
    case 'no':
      return isPartLoaded(run) || isBrokenByContract(run) ? 'Not usable' : 'Not loaded';
    case 'wait':
      return 'Wait';
    case 'nothing-new':
      return 'No new data';
    case 'unknown':
      return 'Finished';
  }
};
