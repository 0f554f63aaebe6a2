import { leakColumns } from '@sightglass/model';
import { oneOf, text } from './search-params.ts';

/** What the address of a run or a trace says beside the id: the chosen stage, leak and span. */
export interface RunSearch {
  readonly stage?: string;
  readonly leak?: (typeof leakColumns)[number];
  readonly span?: string;
}

export const readRunSearch = (search: Record<string, unknown>): RunSearch => ({
  ...text('stage', search),
  ...oneOf('leak', search, leakColumns),
  ...text('span', search),
});
