import { formatCount } from '../words/count.ts';
import { formatDuration } from '../words/duration.ts';
import type { RunState } from '../telemetry/run-state.ts';
import { leastUsualRuns, type UsualRun } from './run-verdict.ts';

/** Differences of less are never worth a word. */
const leastDifferenceMs = 1000;

/** A run or a stage took notably longer than usual. */
export const isSlow = (durationMs: number, usualMs: number | null): boolean =>
  usualMs !== null && durationMs >= usualMs * 1.5 && durationMs - usualMs >= leastDifferenceMs;

/** From here on a run is no longer only slow. */
const overlongFrom = 3;

type Going = { readonly state: RunState; readonly durationMs: number };

/** Still running after three times its usual time. */
export const isOverlong = ({ state, durationMs }: Going, usual: Pick<UsualRun, 'durationMs'> | null): boolean =>
  state === 'running' && isFarSlower(durationMs, usual);

/** It takes, or took, three times its usual time. */
export const isFarSlower = (durationMs: number, usual: Pick<UsualRun, 'durationMs'> | null): boolean =>
  usual !== null && isSlow(durationMs, usual.durationMs) && durationMs >= overlongFrom * usual.durationMs;

/** `3.4` of a run that takes 3.4 × its usual time. */
export const overlongRatio = ({ durationMs }: Going, usual: Pick<UsualRun, 'durationMs'> | null): string => {
  const ratio = durationMs / Math.max(1, usual?.durationMs ?? 1);
  return ratio < 10 ? (Math.floor(10 * ratio) / 10).toFixed(1) : formatCount(Math.floor(ratio));
};

/** How a duration compares with the usual one: `Usual time.`, `1.4 × its usual time.`, `Took 12 s, 2.4 × its usual time.`; nothing of a difference that is not worth a word. */
export const paceWords = (durationMs: number, usual: Pick<UsualRun, 'durationMs'> | null): string => {
  if (usual === null || usual.durationMs <= 0) return '';
  const ratio = durationMs / usual.durationMs;
  if (isSlow(durationMs, usual.durationMs))
    return `Took ${formatDuration(durationMs)}, ${ratio.toFixed(1)} × its usual time.`;
  if (Math.abs(ratio - 1) < 0.1) return 'Usual time.';
  if (Math.abs(durationMs - usual.durationMs) < leastDifferenceMs) return '';
  return ratio > 0.5
    ? `${ratio.toFixed(1)} × its usual time.`
    : `Took ${formatDuration(durationMs)}; usually ${formatDuration(usual.durationMs)}.`;
};

/** What figures of the runs before are called: a few of them do not show what is usual. */
export const usualWord = (usual: Pick<UsualRun, 'sampleSize'> | null): 'usually' | 'earlier' =>
  usual !== null && usual.sampleSize < leastUsualRuns ? 'earlier' : 'usually';

/** `in the last 20 runs that succeeded`: the runs that the usual figures come from. */
export const usualSampleWords = ({ sampleSize }: Pick<UsualRun, 'sampleSize'>): string =>
  sampleSize === 1 ? 'in the last run that succeeded' : `in the last ${formatCount(sampleSize)} runs that succeeded`;
