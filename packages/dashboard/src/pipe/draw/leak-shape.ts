import type { Axes, ScreenPoint } from './axes.ts';
import { leaksOf, type LeakKind } from './measure.ts';
import type { SectionInput } from './section-input.ts';

export interface Leak {
  readonly kind: LeakKind;
  readonly rows: number;
  readonly path: string;
  readonly gradient: { readonly from: ScreenPoint; readonly to: ScreenPoint };
  readonly label: ScreenPoint;
}

export type ThickLeak = Leak & { readonly thickness: number };

const turnRadius = 8;

/**
 * Leaks peel off the lower edge, the deepest first, so that no branch crosses the label of another. Each runs along the wall as a
 * layer of the liquid, turns out of the pipe and tapers to its label.
 */
export const layLeaks = (input: SectionInput, outlet: number): ThickLeak[] => {
  const { planned, start, length, across, measure, axes, scale } = input;
  const kinds = leaksOf(planned).toReversed();
  const total = kinds.reduce((sum, kind) => sum + scale(planned.section.rows[kind]), 0);
  const pitch = measure.direction === 'down' ? measure.depthStep : turnRadius + 2;
  let along = start + (measure.direction === 'down' ? 44 : Math.min(40, length * 0.14));
  let edge = across + outlet + total;
  return kinds.map((kind): ThickLeak => {
    const rows = planned.section.rows[kind];
    const thickness = scale(rows);
    const tip = tipOf(input, kind);
    const branch = { start, along, edge, thickness, tip };
    const inner = along + turnRadius;
    const leak: ThickLeak = {
      kind,
      rows,
      thickness,
      path: leakPath(axes, branch),
      gradient: { from: axes.screen([start, edge]), to: axes.screen([along, edge]) },
      label: axes.screen(
        measure.direction === 'right'
          ? [inner + Math.max(4, taper(thickness)) + 5, tip]
          : [inner + taper(thickness) / 2, tip + 8],
      ),
    };
    along += Math.max(pitch, turnRadius + thickness);
    edge -= thickness;
    return leak;
  });
};

const tipOf = ({ across, measure, depths, laneBore }: SectionInput, kind: LeakKind): number =>
  measure.direction === 'down'
    ? across + measure.thickness + 20
    : across + laneBore + 26 + depths.indexOf(kind) * measure.depthStep;

const taper = (thickness: number): number => Math.max(1.5, Math.min(10, thickness * 0.3));

interface Branch {
  readonly start: number;
  readonly along: number;
  /** The lower edge of the layer, as far across as the leak begins. */
  readonly edge: number;
  readonly thickness: number;
  readonly tip: number;
}

const leakPath = ({ at }: Axes, { start, along, edge, thickness, tip }: Branch): string => {
  const r = turnRadius;
  const inner = along + r;
  const outer = inner + thickness;
  const end = taper(thickness);
  const reach = Math.max(tip, edge + r + 4);
  return [
    `M${at([start, edge - thickness])}`,
    `L${at([along, edge - thickness])}`,
    `C${at([along + (r + thickness) * 0.55, edge - thickness])} ${at([outer, edge + r - (r + thickness) * 0.55])} ${at([outer, edge + r])}`,
    `C${at([outer, (edge + r + reach) / 2])} ${at([inner + end, (edge + r + reach) / 2])} ${at([inner + end, reach])}`,
    `L${at([inner, reach])}`,
    `L${at([inner, edge + r])}`,
    `C${at([inner, edge + r * 0.45])} ${at([along + r * 0.55, edge])} ${at([along, edge])}`,
    `L${at([start, edge])}Z`,
  ].join('');
};
