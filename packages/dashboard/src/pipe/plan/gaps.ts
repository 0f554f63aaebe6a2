import { addUnexplained, nothingUnexplained, unexplainedBy, type Unexplained } from '@sightglass/model';
import type { RunDetail } from '@sightglass/model/rest';

/** Rows nothing explains inside a section, and on the way into it. */
export interface Gaps {
  readonly inside: Unexplained;
  readonly before: Unexplained;
}

export const noGaps: Gaps = { inside: nothingUnexplained, before: nothingUnexplained };

export const addGaps = (a: Gaps, b: Gaps): Gaps => ({
  inside: addUnexplained(a.inside, b.inside),
  before: addUnexplained(a.before, b.before),
});

/** The gaps of a run for each of its sections. */
export const sumGaps = (
  gaps: RunDetail['ledger']['gaps'],
  keyOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, Gaps> => {
  const sums = new Map<string, Gaps>();
  for (const { stageId, where, difference } of gaps) {
    const key = keyOf.get(stageId);
    const gap = { ...noGaps, [where === 'stage' ? 'inside' : 'before']: unexplainedBy(difference) };
    if (key !== undefined) sums.set(key, addGaps(sums.get(key) ?? noGaps, gap));
  }
  return sums;
};
