import { isExplained, type Ledger, type ShownState, type Unexplained } from '@sightglass/model';
import type { Tone } from '@sightglass/model';
import type { Axes } from './axes.ts';
import { leakDepths, type LeakKind } from './measure.ts';
import { leakTones } from './tones.ts';

export interface Mark {
  readonly isDry: boolean;
  readonly glass: string;
  readonly liquid: string;
  readonly stubs: string;
  readonly stream: string;
  readonly flanges: string;
  readonly cap: string | null;
  readonly leaks: readonly { readonly kind: LeakKind; readonly tone: Tone; readonly path: string }[];
  readonly tear: { readonly hole: string; readonly edges: string } | null;
}

const [length, start, end, top, most] = [132, 16, 116, 8, 14];

/** The picture of a run drawn with one section. Pure. */
export const layMark = (axes: Axes, rows: Ledger, unexplained: Unexplained, state: ShownState): Mark => {
  const peak = Math.max(
    1,
    rows.read,
    rows.written + rows.rejected + rows.filtered + rows.deduplicated + rows.unmatched,
  );
  const scale = (count: number) => (count <= 0 ? 0 : Math.max(2, (count / peak) * most));
  const kinds = leakDepths.filter((kind) => rows[kind] > 0);
  const outlet = scale(rows.written);
  const leaked = kinds.reduce((sum, kind) => sum + scale(rows[kind]), 0);
  const inlet = Math.max(scale(rows.read), outlet + leaked);
  const bore = Math.max(inlet, outlet, 6);
  const isEnded = state === 'failed' || state === 'lost';
  const box = (from: number, to: number, thickness: number) =>
    thickness === 0 ? '' : axes.area([from, top], [to, top], [to, top + thickness], [from, top + thickness]);
  const post = (at: number, half: number, reach: number) =>
    axes.area(
      [at - half, top - reach],
      [at + half, top - reach],
      [at + half, top + bore + reach],
      [at - half, top + bore + reach],
    );
  return {
    isDry: inlet === 0 && outlet === 0,
    glass:
      axes.line([start, top - 2.5], [end, top - 2.5]) + axes.line([start, top + bore + 2.5], [end, top + bore + 2.5]),
    liquid: box(start, end, outlet || (isEnded ? inlet : 0)),
    stubs: box(0, start, inlet) + (isEnded || state === 'running' ? '' : box(end, length, outlet)),
    stream: axes.line([start, top + outlet / 2], [end, top + outlet / 2]),
    flanges: post(start, 1, 5) + (isEnded ? '' : post(end, 1, 5)),
    cap: isEnded ? post(end, 2, 6) : null,
    leaks: layLeaks(axes, rows, kinds, outlet, scale),
    tear: !isExplained(unexplained) && (state === 'unbalanced' || state === 'rejected') ? layTear(axes, bore) : null,
  };
};

const layLeaks = (
  axes: Axes,
  rows: Ledger,
  kinds: readonly LeakKind[],
  outlet: number,
  scale: (count: number) => number,
) => {
  let edge = top + outlet;
  return kinds.map((kind, index) => {
    const thickness = scale(rows[kind]);
    const turn = 74 - index * 18;
    const path = branch(axes, turn, edge, thickness);
    edge += thickness;
    return { kind, tone: leakTones[kind], path };
  });
};

const branch = ({ at }: Axes, turn: number, edge: number, thickness: number): string => {
  const low = edge + thickness;
  const tip = Math.max(36, low + 8);
  return `M${at([start, edge])}L${at([turn, edge])}Q${at([turn + 5 + thickness, edge])} ${at([turn + 5 + thickness, low + 5])}L${at([turn + 6.5, tip])}L${at([turn + 5, tip])}L${at([turn + 5, low + 5])}Q${at([turn + 5, low])} ${at([turn, low])}L${at([start, low])}Z`;
};

const layTear = (axes: Axes, bore: number) => {
  const edge = (along: number) =>
    Array.from({ length: 6 }, (_, index): [number, number] => [
      along + (index % 2 === 0 ? -1.5 : 1.5),
      top - 5 + ((bore + 10) * index) / 5,
    ]);
  const [left, right] = [edge(94), edge(101)];
  return { hole: axes.area(...left, ...right.toReversed()), edges: axes.line(...left) + axes.line(...right) };
};
