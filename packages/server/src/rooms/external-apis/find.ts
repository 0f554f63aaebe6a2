import { misfit, pathSegment } from '@sightglass/model';
import type { ApiDetail, FoundThing } from '@sightglass/model/rest';
import type { FindWish } from '../../room.ts';

/** APIs by name: `lately` are those that were called or probed in the last day, with their state. Pure. */
export const findApis = (
  lately: readonly ApiDetail[],
  everCalled: readonly string[],
  { words, most }: FindWish,
): FoundThing[] => {
  const known = new Map(lately.map(({ name, shown }) => [name, shown]));
  return [...new Set([...known.keys(), ...everCalled])]
    .filter((name) => misfit(words, name) !== null)
    .slice(0, most)
    .map((name) => ({
      kind: 'api',
      name,
      detail: known.has(name) ? '' : 'not called today',
      page: `/apis/${pathSegment(name)}${known.has(name) ? '' : '?last=all'}`,
      at: null,
      shown: known.get(name) ?? null,
    }));
};
