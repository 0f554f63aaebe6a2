import { isBroken, isNothingLoaded, isNothingWritten, isSuspiciouslyEmpty, type UsualRun } from '@sightglass/model';
import type { BareRun, RunView } from './run-view.ts';

/** What was usual before a run; null while that is not known. */
export type UsualOf = (run: BareRun) => UsualRun | null;

/**
 * When usable data last arrived in these runs; null when in none. A run that rejected or left out every row succeeds too, and brings nothing;
 * nor does one that read nothing where rows are usual, unless its pipeline declares that to be legal: then all there is has been loaded.
 * A file that failed its contract is no data to use, where nothing else was loaded.
 */
export const latestUsable = (views: readonly RunView[], usualOf: UsualOf): string | null =>
  views
    .map(({ run }) => (isUsable(run, usualOf) ? run.finishedAt : null))
    .reduce((latest, at) => (at === null || (latest !== null && latest >= at) ? latest : at), null);

const isUsable = (run: BareRun, usualOf: UsualOf): boolean =>
  run.state === 'succeeded' &&
  !isBroken(run) &&
  !isNothingLoaded(run.rows) &&
  !isNothingWritten(run.rows) &&
  !isSuspiciouslyEmpty(run, usualOf(run));
