import { usualSampleSize } from '@sightglass/model';
import type { RunView } from './run-view.ts';

/** Reads the latest `count` runs that succeeded before another, newest first. */
export type SucceededBefore = (run: RunView['run'], count: number) => Promise<readonly RunView[]>;

/**
 * The runs that say what is usual for the first of `recent` (newest first): those that succeeded before it, the latest ones. Reads
 * more only when there are older runs than the recent ones.
 */
export const usualSample = async (
  recent: readonly RunView[],
  hasOlder: boolean,
  succeededBefore: SucceededBefore,
): Promise<readonly RunView[]> => {
  const known = recent.slice(1).filter(({ run }) => run.state === 'succeeded');
  const missing = usualSampleSize - known.length;
  const oldest = recent.at(-1);
  if (missing <= 0 || !hasOlder || oldest === undefined) return known.slice(0, usualSampleSize);
  return [...known, ...(await succeededBefore(oldest.run, missing))];
};
