import { usualSampleSize } from '@sightglass/model';
import type { RunView } from './run-view.ts';

const isSucceeded = ({ run }: RunView): boolean => run.state === 'succeeded';

/** Whether the runs before the first of `recent` (newest first) leave open what is usual for it. */
export const isSampleShort = (recent: readonly RunView[]): boolean =>
  recent.slice(1).filter(isSucceeded).length < usualSampleSize;

/** The runs that say what is usual for a run: of these, newest first, the latest others that succeeded. */
export const usualSample = (latest: RunView | undefined, views: readonly RunView[]): readonly RunView[] =>
  views.filter((view) => isSucceeded(view) && view.run.runId !== latest?.run.runId).slice(0, usualSampleSize);
