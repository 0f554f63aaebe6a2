import { isExplained } from '@sightglass/model';
import type { Axes, ScreenPoint, Point } from './axes.ts';
import { layBreak, layCap, layFlange, layGlass, layPanes, type Break } from './glass.ts';
import { layLeaks, type Leak } from './leak-shape.ts';
import type { Depth, Scale } from './measure.ts';
import type { PlannedSection } from '../plan/plan.ts';
import type { SectionInput } from './section-input.ts';
import { layTear, type Tear, type TearPosition } from './tear.ts';

export interface SectionShape {
  readonly planned: PlannedSection;
  readonly start: number;
  readonly end: number;
  readonly across: number;
  readonly laneBore: number;
  readonly depths: readonly Depth[];
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
  /** Where sections are left out of a long pipe. */
  readonly break: Break | null;
  readonly leaks: readonly Leak[];
  readonly tear: Tear | null;
  readonly header: ScreenPoint;
  readonly hit: ScreenPoint & { readonly width: number; readonly height: number };
}

const dryBore = 12;

/** Of a bundle that holds a failed section others may have gone on. */
const isCapped = ({ section: { state, bundled } }: PlannedSection): boolean =>
  bundled.length === 0 && (state === 'failed' || state === 'lost');

export const laySection = (input: SectionInput): SectionShape => {
  const { planned, start, length, across, axes, scale, measure } = input;
  const { section, gapInside } = planned;
  const end = start + length;
  const outlet = scale(section.rows.written);
  const leaks = layLeaks(input, outlet);
  const leaked = leaks.reduce((sum, leak) => sum + leak.thickness, 0);
  const inlet = inletOf(planned, scale, outlet, leaked);
  const bore = Math.max(inlet, outlet, section.isCounted ? 2 : dryBore);
  return {
    planned,
    start,
    end,
    across,
    laneBore: input.laneBore,
    depths: input.depths,
    inlet,
    outlet,
    liquid: layLiquid(input, Math.max(0, inlet - leaked), outlet),
    stream: layStream(axes, start, end, across, outlet),
    shine: outlet < 10 ? '' : axes.line([start + 2, across + 5], [end - 2, across + 5]),
    glass: layGlass(axes, start, end, across, bore),
    flanges: [start, end].map((along) => layFlange(axes, along, across, bore)),
    panes: layPanes(axes, start, end, across, section.nestedCount),
    cap: isCapped(planned) ? layCap(axes, end, across, bore) : null,
    break: section.bundled.length === 0 ? null : layBreak(axes, (start + end) / 2, across, bore),
    leaks,
    tear: isExplained(gapInside)
      ? null
      : layTear(axes, tearPosition(input, bore), measure, gapInside, planned.isCutShortInside),
    header: axes.screen(
      measure.direction === 'right' ? [start, across - 30] : [start + 12, across + measure.thickness + 28],
    ),
    hit: hitBox(input, bore),
  };
};

/** As thick as the rows read, and never thinner than what is seen to leave. */
const inletOf = ({ section, gapInside }: PlannedSection, scale: Scale, outlet: number, leaked: number): number => {
  const isOpenEnded = !section.isChecked || gapInside.extra > 0;
  return Math.max(scale(section.rows.read), isOpenEnded ? leaked : outlet + leaked + (gapInside.missing > 0 ? 2 : 0));
};

/** Lines the eye follows while rows flow: one in a thin stream, three in a thick one. */
const layStream = (axes: Axes, start: number, end: number, across: number, thickness: number): string =>
  (thickness > 18 ? [0.2, 0.5, 0.8] : [0.5])
    .map((share) => axes.line([start, across + thickness * share], [end, across + thickness * share]))
    .join('');

const hitBox = ({ start, length, across, measure }: SectionInput, bore: number) =>
  measure.direction === 'right'
    ? { x: start - 4, y: across - 46, width: length + 8, height: 46 + bore + 8 }
    : { x: across - 6, y: start - 4, width: 320, height: length + 8 };

const tearShare = 0.78;
const halfTear = 6;

/** The part of the liquid that goes on. Cut in two where rows nobody explains leave or enter; drawn in where the run was cut short. */
const layLiquid = ({ start, length, across, axes, planned }: SectionInput, inlet: number, outlet: number): string[] => {
  if (inlet <= 0 && outlet <= 0) return [];
  const edge = (along: number, thickness: number): [Point, Point] => [
    [along, across],
    [along, across + thickness],
  ];
  const cut = start + length * tearShare;
  const end = start + length;
  if (isExplained(planned.gapInside)) return [axes.ribbon(edge(start, inlet), edge(end, outlet))];
  if (planned.isCutShortInside) {
    // One path of two overlapping pieces, so that no seam shows between them.
    return [axes.ribbon(edge(start, inlet), edge(cut + 1, inlet)) + axes.ribbon(edge(cut, inlet), edge(end, outlet))];
  }
  return [
    axes.ribbon(edge(start, inlet), edge(cut - halfTear, inlet)),
    axes.ribbon(edge(cut + halfTear, outlet), edge(end, outlet)),
  ];
};

const tearPosition = (
  { start, length, across, measure, laneBore, depths }: SectionInput,
  bore: number,
): TearPosition => ({
  at: [start + length * tearShare, across],
  bore,
  tip: across + laneBore + 26 + depths.indexOf('inside') * measure.depthStep,
  where: 'inside',
});
