import type { TraceHistogram } from '@sightglass/model/rest';
import type { Stretch } from '../../components/chart/brush-state.ts';

export interface MapCell {
  readonly step: number;
  /** From the bottom. */
  readonly band: number;
  readonly count: number;
  readonly failed: number;
  /** Of the fullest cell, from 0 to 1, on a scale of square roots: a few are seen beside many. */
  readonly weight: number;
}

/** The cells that hold traces. Pure. */
export const cellsOf = ({ buckets }: Pick<TraceHistogram, 'buckets'>): MapCell[] => {
  const most = Math.max(1, ...buckets.flatMap(({ counts }) => counts));
  return buckets.flatMap(({ counts, failed }, step) =>
    counts.flatMap((count, band) =>
      count === 0 ? [] : [{ step, band, count, failed: failed[band] ?? 0, weight: Math.sqrt(count / most) }],
    ),
  );
};

/** What a rectangle narrows to: durations are left out where it holds all of them. Pure. */
export const narrowedTo = (
  { from, stepMs, edgesMs }: Pick<TraceHistogram, 'from' | 'stepMs' | 'edgesMs'>,
  { steps, bands }: Stretch,
): { from: string; to: string; min?: string | undefined; max?: string | undefined } => {
  const at = (step: number): string => new Date(Date.parse(from) + step * stepMs).toISOString();
  const range = { from: at(steps[0]), to: at(steps[1] + 1) };
  const isAll = bands[0] === 0 && bands[1] === edgesMs.length - 1;
  if (isAll) return range;
  const [min, max] = [edgesMs[bands[0]], edgesMs[bands[1] + 1]];
  return {
    ...range,
    min: min === undefined ? undefined : String(min),
    max: max === undefined ? undefined : String(max),
  };
};

/** What there is in a rectangle. Pure. */
export const totalIn = (cells: readonly MapCell[], { steps, bands }: Stretch): { count: number; failed: number } => {
  const inside = cells.filter(
    ({ step, band }) => step >= steps[0] && step <= steps[1] && band >= bands[0] && band <= bands[1],
  );
  return {
    count: inside.reduce((sum, cell) => sum + cell.count, 0),
    failed: inside.reduce((sum, cell) => sum + cell.failed, 0),
  };
};
