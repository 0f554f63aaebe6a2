import type { RunState } from '@sightglass/model';
import { countOf } from '../format/number.ts';

/** The one word for rows that were read and of which nothing says where they went: not yet, or not any more. */
export const openWord = (state: RunState): 'in flight' | 'unaccounted' =>
  state === 'running' ? 'in flight' : 'unaccounted';

/** `312 rows are unaccounted for`, `12 rows appeared from nowhere`. */
export const unaccounted = (difference: number): string => {
  if (difference > 0) return `${countOf(difference, 'row')} ${difference === 1 ? 'is' : 'are'} unaccounted for`;
  if (difference < 0) return `${countOf(-difference, 'row')} appeared from nowhere`;
  return 'rows are unaccounted for in one place and appeared in another';
};
