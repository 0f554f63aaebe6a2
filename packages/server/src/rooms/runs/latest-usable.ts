import { verdictOf } from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import type { RunView } from './run-view.ts';

/** When usable data last arrived in these runs; null when in none. A run that rejected every row succeeds too, and brings nothing. */
export const latestUsable = (views: readonly RunView[]): string | null =>
  views
    .map(({ run }) => (run.state === 'succeeded' && !bringsNothing(run) ? run.finishedAt : null))
    .reduce((latest, at) => (at === null || (latest !== null && latest >= at) ? latest : at), null);

const bringsNothing = (run: Run): boolean => verdictOf(run, null) === 'no';
