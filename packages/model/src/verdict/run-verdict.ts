import type { Ledger } from '../ledger/ledger.ts';
import type { RunDoubt } from './run-doubts.ts';
import type { RunState } from '../telemetry/run-state.ts';

/** Whether the data of a run can be used. */
export type Verdict = 'yes' | 'yes-but' | 'no' | 'wait';

export interface JudgedRun {
  readonly state: RunState;
  /** Null while counts still move. */
  readonly balanced: boolean | null;
  readonly rows: Ledger;
  readonly doubts: readonly RunDoubt[];
}

/** What is usual is said of so many runs that succeeded before, the latest ones. */
export const usualSampleSize = 20;

/** Fewer earlier runs than these do not say what is usual. */
export const leastUsualRuns = 5;

/** What is usual; null while too few runs tell. */
export const usualOf = <Figures extends { readonly sampleSize: number }>({
  usual,
}: {
  readonly usual: Figures | null;
}): Figures | null => (usual === null || usual.sampleSize < leastUsualRuns ? null : usual);

/** Rejected of the rows read, 0 to 1. */
export const rejectedShare = ({ read, rejected }: Pick<Ledger, 'read' | 'rejected'>): number =>
  rejected === 0 ? 0 : Math.min(1, rejected / Math.max(read, rejected));

const unusualStep = 0.02;
const muchWithoutUsual = 0.1;

/** More rejected rows than usual; while nothing is known to be usual (null), a tenth of the rows is a lot. */
export const isRejectedUnusual = (rows: Ledger, usualShare: number | null): boolean =>
  usualShare === null
    ? rejectedShare(rows) >= muchWithoutUsual
    : rejectedShare(rows) >= Math.max(2 * usualShare, usualShare + unusualStep);

export const verdictOf = ({ state, balanced, rows, doubts }: JudgedRun, usualRejectedShare: number | null): Verdict => {
  if (state === 'running') return 'wait';
  if (state !== 'succeeded') return 'no';
  if (rows.written === 0 && rows.rejected > 0) return 'no';
  const isDoubtful = balanced === false || doubts.length > 0 || isRejectedUnusual(rows, usualRejectedShare);
  return isDoubtful ? 'yes-but' : 'yes';
};

/** What a person reads first, before what happened. A run that ended badly with rows written left a part of its data behind. */
export const verdictWords = (verdict: Verdict, { written }: Pick<Ledger, 'written'>): string => {
  switch (verdict) {
    case 'yes':
      return 'Ready to use';
    case 'yes-but':
      return 'Usable, but check';
    case 'no':
      return written > 0 ? 'Not usable' : 'No new data';
    case 'wait':
      return 'Wait';
  }
};
