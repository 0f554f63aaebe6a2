import type { Stretch } from './brush-state.ts';

/** How the width of a chart stands for time, in unix ms. */
export interface BrushScale {
  readonly fromMs: number;
  readonly toMs: number;
  /** Where each step begins, oldest first, and from where on nothing belongs to it. */
  readonly beginsMs: readonly number[];
  readonly endsMs: readonly number[];
  /** Bars fill their steps; of points the nearest is meant. */
  readonly marks: 'bars' | 'points';
}

/** Steps as long as one another. */
export const evenScale = ({
  fromMs,
  stepMs,
  count,
  toMs = fromMs + stepMs * count,
}: {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly count: number;
  readonly toMs?: number;
}): BrushScale => {
  const beginsMs = Array.from({ length: count }, (_, step) => fromMs + step * stepMs);
  return { fromMs, toMs, beginsMs, endsMs: beginsMs.map((at) => at + stepMs), marks: 'bars' };
};

/** The step at a share of the width, 0 to 1; -1 where there is none. Pure. */
export const stepAt = ({ fromMs, toMs, beginsMs, marks }: BrushScale, share: number): number => {
  const atMs = fromMs + share * (toMs - fromMs);
  const after = beginsMs.findIndex((begin) => begin > atMs);
  const step = after === -1 ? beginsMs.length - 1 : Math.max(0, after - 1);
  const [here, next] = [beginsMs[step], beginsMs[step + 1]];
  if (marks === 'bars' || here === undefined || next === undefined) return step;
  return next - atMs < atMs - here ? step + 1 : step;
};

/** From when to when a stretch reaches. Pure. */
export const timesOf = ({ beginsMs, endsMs }: BrushScale, { steps }: Pick<Stretch, 'steps'>) => ({
  fromMs: beginsMs[steps[0]] ?? 0,
  toMs: endsMs[steps[1]] ?? 0,
});

/** Left edge and width of a stretch, as shares of the width of the chart. Pure. */
export const sharesOf = (scale: BrushScale, stretch: Pick<Stretch, 'steps'>): { left: number; width: number } => {
  const { fromMs, toMs } = timesOf(scale, stretch);
  const share = (atMs: number) =>
    Math.max(0, Math.min(1, (atMs - scale.fromMs) / Math.max(1, scale.toMs - scale.fromMs)));
  return { left: share(fromMs), width: share(toMs) - share(fromMs) };
};
