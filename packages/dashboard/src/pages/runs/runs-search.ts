import { runStates } from '@sightglass/model';
import { oneOf, text } from '../../url/search-params.ts';

/** What the list of runs is narrowed to, as its address holds it. */
export interface RunsSearch {
  readonly state?: (typeof runStates)[number];
  readonly namespace?: string;
  readonly pipeline?: string;
}

export const readRunsSearch = (search: Record<string, unknown>): RunsSearch => ({
  ...oneOf('state', search, runStates),
  ...text('namespace', search),
  ...text('pipeline', search),
});
