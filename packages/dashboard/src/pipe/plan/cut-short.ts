import { isExplained, type Unexplained } from '@sightglass/model';
import { noGaps } from './gaps.ts';
import type { Outline } from './shorten.ts';

/** Keys of the sections whose rows are missing for a known reason: the run was cut short while it held them. */
export interface CutShort {
  readonly inside: ReadonlySet<string>;
  /** On the way into them. */
  readonly before: ReadonlySet<string>;
}

export const cutShortOf = ({ sections, handoffs, gapsOf }: Outline): CutShort => {
  const unfinished = new Set(sections.filter(({ state }) => state !== 'succeeded').map(({ key }) => key));
  const fed = handoffs.filter(({ from }) => from.some((key) => unfinished.has(key))).flatMap(({ to }) => to);
  const reached = new Set([...unfinished, ...fed]);
  const keysOf = (where: 'inside' | 'before', held: ReadonlySet<string>) =>
    new Set([...held].filter((key) => isOnlyMissing((gapsOf.get(key) ?? noGaps)[where])));
  return { inside: keysOf('inside', unfinished), before: keysOf('before', reached) };
};

/** Ids of the stages all of whose missing rows are explained so. */
export const cutShortStages = (outline: Outline): ReadonlySet<string> => {
  const { inside, before } = cutShortOf(outline);
  const isCalm = (key: string) => {
    const gaps = outline.gapsOf.get(key);
    if (gaps === undefined) return false;
    return (inside.has(key) || isExplained(gaps.inside)) && (before.has(key) || isExplained(gaps.before));
  };
  return new Set(outline.sections.filter(({ key }) => isCalm(key)).flatMap(({ stageIds }) => stageIds));
};

const isOnlyMissing = ({ missing, extra }: Unexplained): boolean => missing > 0 && extra === 0;
