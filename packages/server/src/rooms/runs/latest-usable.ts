import { isNothingLoaded, isNothingWritten } from '@sightglass/model';
import type { RunView } from './run-view.ts';

/** When usable data last arrived in these runs; null when in none. A run that rejected or left out every row succeeds too, and brings nothing. */
export const latestUsable = (views: readonly RunView[]): string | null =>
  views
    .map(({ run }) =>
      run.state === 'succeeded' && !isNothingLoaded(run.rows) && !isNothingWritten(run.rows) ? run.finishedAt : null,
    )
    .reduce((latest, at) => (at === null || (latest !== null && latest >= at) ? latest : at), null);
