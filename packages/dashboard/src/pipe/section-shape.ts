import type { Axes, Point } from './axes.ts';
import { leaksOf, type LeakKind, type Measure } from './measure.ts';
import type { PlannedSection } from './plan.ts';
import { layTear, type Tear } from './tear.ts';

export interface Leak {
  readonly kind: LeakKind;
  readonly rows: number;
  readonly path: string;
  readonly gradient: { readonly from: Place; readonly to: Place };
  readonly label: Place;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface SectionShape {
  readonly planned: PlannedSection;
  readonly start: number;
  readonly end: number;
  readonly across: number;
  readonly laneBore: number;
  /** How thick the liquid is drawn where it enters and where it leaves. */
  readonly inlet: number;
  readonly outlet: number;
  readonly liquid: readonly string[];
  readonly stream: string;
  /** The light on the glass. */
  readonly shine: string;
  readonly glass: readonly string[];
  readonly flanges: readonly string[];
  readonly panes: string;
  readonly cap: string | null;
  readonly leaks: readonly Leak[];
  readonly tear: Tear | null;
  readonly header: Place;
  readonly hit: Place & { readonly width: number; readonly height: number };
}

export interface SectionInput {
  readonly planned: PlannedSection;
  readonly start: number;
  readonly across: number;
  readonly measure: Measure;
  readonly axes: Axes;
  readonly scale: (rows: number) => number;
  /** What leaves anywhere in this lane, nearest depth first: one line for each. */
  readonly depths: readonly (LeakKind | 'gap')[];
  /** The thickest the pipe gets in this lane; the depths begin below it. */
  readonly laneBore: number;
}

const clearance = 3;
const dryBore = 12;

export const laySection = (input: SectionInput): SectionShape => {
  const { planned, start, across, measure, axes, scale } = input;
  const { section, gapInside } = planned;
  const end = start + measure.sectionLength;
  const outlet = scale(section.rows.written);
  const leaks = layLeaks(input, outlet);
  const leaked = leaks.reduce((sum, leak) => sum + leak.thickness, 0);
  const vanished = gapInside > 0 ? scale(gapInside) : 0;
  const inlet = section.isChecked && gapInside >= 0 ? outlet + leaked + vanished : scale(section.rows.read);
  const bore = Math.max(inlet, outlet, section.isCounted ? 2 : dryBore);
  const tear = gapInside === 0 ? null : layTear(axes, tearPlace(input, bore), measure, gapInside, section.state);
  return {
    planned,
    start,
    end,
    across,
    laneBore: input.laneBore,
    inlet,
    outlet,
    liquid: layLiquid(input, { end, inlet: inlet - leaked, outlet }),
    stream: layStream(axes, start, end, across, outlet),
    shine: outlet < 10 ? '' : axes.line([start + 2, across + 5], [end - 2, across + 5]),
    glass: layGlass(axes, start, end, across, bore),
    flanges: [start, end].map((along) => layFlange(axes, along, across, bore)),
    panes: layPanes(axes, start, end, across, section.nested.length),
    cap: section.state === 'failed' || section.state === 'lost' ? layCap(axes, end, across, bore) : null,
    leaks,
    tear,
    header: axes.screen(
      measure.direction === 'right' ? [start, across - 30] : [start + 12, across + measure.thickness + 28],
    ),
    hit: hitBox(input, bore),
  };
};

/** Lines the eye follows while rows flow: one in a thin stream, three in a thick one. */
const layStream = (axes: Axes, start: number, end: number, across: number, thickness: number): string =>
  (thickness > 18 ? [0.2, 0.5, 0.8] : [0.5])
    .map((share) => axes.line([start, across + thickness * share], [end, across + thickness * share]))
    .join('');

const hitBox = ({ start, across, measure }: SectionInput, bore: number) =>
  measure.direction === 'right'
    ? { x: start - 4, y: across - 46, width: measure.sectionLength + 8, height: 46 + bore + 8 }
    : { x: across - 6, y: start - 4, width: 320, height: measure.sectionLength + 8 };

/** The part of the liquid that goes on. Cut in two where rows nobody explains leave or enter. */
const layLiquid = (
  { start, across, axes, measure, planned }: SectionInput,
  { end, inlet, outlet }: { readonly end: number; readonly inlet: number; readonly outlet: number },
): string[] => {
  if (inlet <= 0 && outlet <= 0) return [];
  const piece = (from: number, to: number, first: number, last: number) =>
    axes.ribbon(
      [
        [from, across],
        [from, across + first],
      ],
      [
        [to, across],
        [to, across + last],
      ],
    );
  if (planned.gapInside === 0) return [piece(start, end, inlet, outlet)];
  const cut = start + measure.sectionLength * tearShare;
  return [piece(start, cut - 6, inlet, inlet), piece(cut + 6, end, outlet, outlet)];
};

const tearShare = 0.78;
const tearPlace = ({ start, across, measure, laneBore }: SectionInput, bore: number) => ({
  at: [start + measure.sectionLength * tearShare, across] as Point,
  bore,
  tip: across + laneBore + 26,
  isLabelBefore: true,
});

const layGlass = (axes: Axes, start: number, end: number, across: number, bore: number): string[] => [
  axes.line([start, across - clearance], [end, across - clearance]),
  axes.line([start, across + bore + clearance], [end, across + bore + clearance]),
];

const layFlange = (axes: Axes, along: number, across: number, bore: number): string =>
  axes.area(
    [along - 1.5, across - clearance - 4],
    [along + 1.5, across - clearance - 4],
    [along + 1.5, across + bore + clearance + 4],
    [along - 1.5, across + bore + clearance + 4],
  );

const layCap = (axes: Axes, end: number, across: number, bore: number): string =>
  axes.area(
    [end - 3, across - clearance - 8],
    [end + 3, across - clearance - 8],
    [end + 3, across + bore + clearance + 8],
    [end - 3, across + bore + clearance + 8],
  );

/** Ticks on the upper wall, one pane for each nested stage; too many to tell apart are left to the reading. */
const layPanes = (axes: Axes, start: number, end: number, across: number, panes: number): string => {
  if (panes < 2 || panes > 40) return '';
  const step = (end - start) / panes;
  return Array.from({ length: panes - 1 }, (_, index) => {
    const along = start + step * (index + 1);
    return axes.line([along, across - clearance], [along, across - clearance - 5]);
  }).join('');
};

type ThickLeak = Leak & { readonly thickness: number };

const turnRadius = 8;

/**
 * Leaks peel off the lower edge, the deepest first, so that no branch crosses the label of another. Each runs along the wall as a
 * layer of the liquid, turns out of the pipe and tapers to its label.
 */
const layLeaks = (input: SectionInput, outlet: number): ThickLeak[] => {
  const { planned, start, across, measure, axes, scale } = input;
  const kinds = leaksOf(planned).toReversed();
  const total = kinds.reduce((sum, kind) => sum + scale(planned.section.rows[kind]), 0);
  const pitch = measure.direction === 'down' ? measure.depthStep : turnRadius + 2;
  let along = start + (measure.direction === 'down' ? 44 : Math.min(40, measure.sectionLength * 0.14));
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
