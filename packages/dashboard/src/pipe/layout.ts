import { axesOf, type Axes } from './axes.ts';
import { layJoints, type Joint } from './joints.ts';
import { leakDepths, leaksOf, measurePipe, thicknessScale, type LeakKind, type Measure } from './measure.ts';
import type { PipePlan, PlannedSection } from './plan.ts';
import { laySection, type SectionShape } from './section-shape.ts';

export interface GroupShape {
  readonly name: string;
  readonly line: string;
  readonly label: { readonly x: number; readonly y: number };
}

export interface PipeLayout {
  readonly width: number;
  readonly height: number;
  readonly measure: Measure;
  readonly axes: Axes;
  readonly sections: readonly SectionShape[];
  readonly joints: readonly Joint[];
  readonly groups: readonly GroupShape[];
}

/** The whole picture as plain shapes; drawing it needs no arithmetic. Pure. */
export const layPipe = (plan: PipePlan, width: number): PipeLayout => {
  const measure = measurePipe(plan, width);
  const axes = axesOf(measure.direction);
  const scale = thicknessScale(plan, measure.thickness);
  const lanes = layLanes(plan, measure, scale);
  const sections = plan.sections.map((planned) => {
    const start = measure.stubLength + planned.column * (measure.sectionLength + measure.couplingLength);
    const lane = lanes[planned.lane] ?? emptyLane;
    return laySection({
      planned,
      start,
      across: lane.top,
      laneBore: lane.bore,
      depths: lane.depths,
      measure,
      axes,
      scale,
    });
  });
  const length =
    2 * measure.stubLength + plan.columns * (measure.sectionLength + measure.couplingLength) - measure.couplingLength;
  const [alongSize, acrossSize] = [Math.max(0, length), lanes.at(-1)?.end ?? 0];
  return {
    width: measure.direction === 'right' ? alongSize : width,
    height: measure.direction === 'right' ? acrossSize : alongSize,
    measure,
    axes,
    sections,
    joints: layJoints({ plan, sections, measure, axes, scale }),
    groups: measure.direction === 'right' ? layGroups(sections, measure) : [],
  };
};

const emptyLane: Lane = { top: 0, bore: 0, depths: [], end: 0 };

interface Lane {
  readonly top: number;
  readonly bore: number;
  readonly depths: readonly (LeakKind | 'gap')[];
  readonly end: number;
}

/** Each lane's pipe runs below the lane before it, its leaks and this lane's header. */
const layLanes = (plan: PipePlan, measure: Measure, scale: (rows: number) => number): Lane[] => {
  const lanes: Lane[] = [];
  for (let index = 0; index < plan.lanes; index += 1) {
    const members = plan.sections.filter(({ lane }) => lane === index);
    const top = (lanes.at(-1)?.end ?? measure.groupDepth) + measure.headerDepth;
    const bore = laneBore(members, scale);
    const depths = depthsOf(members);
    const leaks = depths.length === 0 ? 8 : 20 + depths.length * measure.depthStep;
    lanes.push({ top, bore, depths, end: top + bore + leaks + 12 });
  }
  return lanes;
};

const dryBore = 12;

const laneBore = (members: readonly PlannedSection[], scale: (rows: number) => number): number =>
  Math.max(dryBore, ...members.map(({ section }) => Math.max(scale(section.rows.read), scale(section.rows.written))));

const depthsOf = (members: readonly PlannedSection[]): (LeakKind | 'gap')[] => {
  const kinds = new Set(members.flatMap(leaksOf));
  const hasGap = members.some(({ gapInside, gapBefore }) => gapInside !== 0 || gapBefore !== 0);
  return [...(hasGap ? (['gap'] as const) : []), ...leakDepths.filter((kind) => kinds.has(kind))];
};

const layGroups = (sections: readonly SectionShape[], measure: Measure): GroupShape[] => {
  const groups = Map.groupBy(
    sections.filter(({ planned }) => planned.section.group !== null),
    ({ planned }) => planned.section.group ?? '',
  );
  return [...groups].map(([name, members]) => {
    const start = Math.min(...members.map((member) => member.start));
    const end = Math.max(...members.map((member) => member.end));
    const y = measure.groupDepth - 6;
    return { name, line: `M${start} ${y + 5}V${y}H${end}V${y + 5}`, label: { x: start, y: y - 6 } };
  });
};
