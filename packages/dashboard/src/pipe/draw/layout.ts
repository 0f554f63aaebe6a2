import { isExplained } from '@sightglass/model';
import { axesOf, type Axes } from './axes.ts';
import { layJoints, type Joint } from './joints.ts';
import {
  leakDepths,
  leaksOf,
  lengthOf,
  measurePipe,
  thicknessScale,
  type Depth,
  type Measure,
  type Scale,
} from './measure.ts';
import type { PipePlan, PlannedSection } from '../plan/plan.ts';
import { laySection, type SectionShape } from './section-shape.ts';

interface GroupShape {
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
  const { starts, length } = layColumns(plan, measure);
  const sections = plan.sections.map((planned) => {
    const lane = lanes[planned.lane] ?? emptyLane;
    return laySection({
      planned,
      start: starts[planned.column] ?? 0,
      length: lengthOf(planned, measure),
      across: lane.top,
      laneBore: lane.bore,
      depths: lane.depths,
      measure,
      axes,
      scale,
    });
  });
  const [alongSize, acrossSize] = [length, lanes.at(-1)?.end ?? 0];
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

/** Where each column begins, and how long the pipe is with the stubs at its ends. */
const layColumns = (plan: PipePlan, measure: Measure) => {
  const starts: number[] = [];
  const byColumn = Map.groupBy(plan.sections, ({ column }) => column);
  let along = measure.stubLength;
  for (let column = 0; column < plan.columns; column += 1) {
    starts.push(along);
    const longest = (byColumn.get(column) ?? []).reduce(
      (most, planned) => Math.max(most, lengthOf(planned, measure)),
      0,
    );
    along += longest + measure.couplingLength;
  }
  return { starts, length: plan.columns === 0 ? 0 : along - measure.couplingLength + measure.stubLength };
};

const emptyLane: Lane = { top: 0, bore: 0, depths: [], end: 0 };

interface Lane {
  readonly top: number;
  readonly bore: number;
  readonly depths: readonly Depth[];
  readonly end: number;
}

/** Each lane's pipe runs below the lane before it, its leaks and this lane's header. */
const layLanes = (plan: PipePlan, measure: Measure, scale: Scale): Lane[] => {
  const lanes: Lane[] = [];
  const byLane = Map.groupBy(plan.sections, ({ lane }) => lane);
  for (let index = 0; index < plan.lanes; index += 1) {
    const members = byLane.get(index) ?? [];
    const top = (lanes.at(-1)?.end ?? measure.groupDepth) + measure.headerDepth;
    const bore = laneBore(members, scale);
    const depths = depthsOf(members);
    const leaks = depths.length === 0 ? 8 : 20 + depths.length * measure.depthStep;
    lanes.push({ top, bore, depths, end: top + bore + leaks + 12 });
  }
  return lanes;
};

const dryBore = 12;

/** A thick leak needs room below the pipe to grow thin before its label. */
const roomToTaper = 0.5;

const laneBore = (members: readonly PlannedSection[], scale: Scale): number => {
  const most = (of: (planned: PlannedSection) => number) => members.reduce((max, one) => Math.max(max, of(one)), 0);
  const bore = most(({ section: { rows } }) => Math.max(scale(rows.read), scale(rows.written)));
  const thickestLeak = most((planned) =>
    Math.max(0, ...leaksOf(planned).map((kind) => scale(planned.section.rows[kind]))),
  );
  return Math.max(dryBore, bore) + thickestLeak * roomToTaper;
};

const depthsOf = (members: readonly PlannedSection[]): Depth[] => {
  const kinds = new Set(members.flatMap(leaksOf));
  const before: Depth[] = members.some(({ gapBefore }) => !isExplained(gapBefore)) ? ['before'] : [];
  const inside: Depth[] = members.some(({ gapInside }) => !isExplained(gapInside)) ? ['inside'] : [];
  return [...before, ...inside, ...leakDepths.filter((kind) => kinds.has(kind))];
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
