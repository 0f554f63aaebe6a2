import type { StageState } from '@sightglass/model';
import type { RunName } from '../runs/identity/run-name.ts';
import type { UseOfStage } from './facts-uses.ts';

/** What one run did with a dataset in one role, over its stages. */
export interface RunUse {
  readonly run: RunName;
  readonly atMs: number;
  /** Null where one of the stages did not count. */
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly stageNames: readonly string[];
  readonly ended: 'well' | 'badly' | 'rolled-back' | 'unknown';
}

interface StageEnd {
  readonly stageId: string;
  readonly name: string;
  readonly state: StageState;
}

/**
 * The uses of one dataset by one run as one. What stages that did not end well wrote is left out where another one, which may have tried
 * again, ended well. `isRolledBack` is of one stage. Pure.
 */
export const runUseOf = (
  uses: readonly UseOfStage[],
  stages: readonly StageEnd[],
  isRolledBack: (stageId: string) => boolean = () => false,
): RunUse | undefined => {
  const ends = uses.map((use) => ({ use, end: endOf(use, stages, isRolledBack) }));
  const well = ends.filter(({ end }) => end === 'well');
  const kept = well.length > 0 ? well : ends;
  const [first] = uses;
  if (first === undefined) return undefined;
  return {
    run: first.run,
    atMs: Math.max(...kept.map(({ use }) => use.atMs)),
    rows: sumOf(kept.map(({ use }) => use.rows)),
    bytes: sumOf(kept.map(({ use }) => use.bytes)),
    stageNames: [...new Set(uses.map(({ stageName }) => stageName).filter((name) => name !== ''))],
    ended: endOfAll(ends.map(({ end }) => end)),
  };
};

const endOf = (
  { stageId }: UseOfStage,
  stages: readonly StageEnd[],
  isRolledBack: (stageId: string) => boolean,
): RunUse['ended'] => {
  if (stageId === '') return 'unknown';
  const stage = stages.find((one) => one.stageId === stageId) ?? stages.findLast(({ name }) => name === stageId);
  if (stage === undefined || stage.state === 'running') return 'unknown';
  if (stage.state === 'succeeded') return 'well';
  return isRolledBack(stage.stageId) ? 'rolled-back' : 'badly';
};

/** Where some ended well and others did not, one may have tried again what the other left undone. */
const endOfAll = (ends: readonly RunUse['ended'][]): RunUse['ended'] => {
  if (ends.includes('unknown')) return 'unknown';
  if (ends.includes('well')) return ends.every((end) => end === 'well' || end === 'rolled-back') ? 'well' : 'badly';
  return ends.every((end) => end === 'rolled-back') ? 'rolled-back' : 'badly';
};

const sumOf = (counts: readonly (number | null)[]): number | null =>
  counts.reduce<number | null>(
    (sum, count) => (sum === null || count === null ? null : Math.min(sum + count, Number.MAX_SAFE_INTEGER)),
    0,
  );
