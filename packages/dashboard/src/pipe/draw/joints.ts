import { isExplained } from '@sightglass/model';
import type { Axes, Point } from './axes.ts';
import type { Measure } from './measure.ts';
import type { Link } from '../plan/links.ts';
import type { PipePlan } from '../plan/plan.ts';
import { beforeReading } from '../reading.ts';
import type { SectionShape } from './section-shape.ts';
import { layTear, type Tear, type TearPosition } from './tear.ts';

/** What connects two sections, or a section with the world outside. */
export interface Joint {
  readonly key: string;
  readonly kind: 'link' | 'dry' | 'inlet' | 'outlet';
  readonly path: string;
  /** A link to another lane is a bent tube of one thickness, drawn as a line. */
  readonly strokeWidth: number | null;
  readonly ends: readonly [Point, Point];
  readonly tear: Tear | null;
  /** What the tear means; empty without one. */
  readonly reading: string;
}

interface Input {
  readonly plan: PipePlan;
  readonly sections: readonly SectionShape[];
  readonly measure: Measure;
  readonly axes: Axes;
  readonly scale: (rows: number) => number;
}

export const layJoints = (input: Input): Joint[] => [...layLinks(input), ...layStubs(input)];

interface Part {
  readonly at: number;
  readonly size: number;
}

const layLinks = (input: Input): Joint[] => {
  const { plan, sections, measure, axes, scale } = input;
  const shapes = new Map(sections.map((shape) => [shape.planned.section.key, shape]));
  const parts = shareEnds(input, shapes);
  const torn = new Set<string>();
  return plan.links.flatMap((link): Joint[] => {
    const [from, to] = [shapes.get(link.from), shapes.get(link.to)];
    const { out, into } = parts.get(link) ?? {};
    if (from === undefined || to === undefined) return [];
    const key = `${link.from} ${link.to}`;
    const hasRows = scale(link.given) > 0 || scale(link.taken) > 0;
    if (link.isDry || !hasRows || out === undefined || into === undefined) return [layDry(key, from, to, axes)];
    const isTorn = !isExplained(to.planned.gapBefore) && !torn.has(link.to);
    torn.add(link.to);
    const tube = layTube(endOf(from.end, from.across, out), endOf(to.start, to.across, into), measure, axes);
    return [
      {
        key,
        kind: 'link',
        ...tube,
        tear: isTorn ? layJointTear(from, to, measure, axes) : null,
        reading: isTorn ? beforeReading(to.planned) : '',
      },
    ];
  });
};

type Shapes = ReadonlyMap<string, SectionShape>;

/** Which part of a section's end each link takes: in order of the lanes at the other end, so that links do not cross. */
const shareEnds = ({ plan }: Input, shapes: Shapes): ReadonlyMap<Link, { out?: Part; into?: Part }> => {
  const parts = new Map<Link, { out?: Part; into?: Part }>(plan.links.map((link) => [link, {}]));
  const used = new Map<string, number>();
  const across = (key: string) => shapes.get(key)?.across ?? 0;
  const wet = plan.links.filter((link) => !link.isDry);
  for (const link of wet.toSorted((a, b) => across(a.to) - across(b.to))) {
    const whole = shapes.get(link.from)?.outlet ?? 0;
    const written = shapes.get(link.from)?.planned.section.rows.written ?? 0;
    parts.set(link, {
      ...parts.get(link),
      out: claim(used, `out ${link.from}`, whole, shareOf(link.given, written) * whole),
    });
  }
  const takenBy = new Map<string, number>();
  for (const { to, taken } of wet) takenBy.set(to, (takenBy.get(to) ?? 0) + taken);
  for (const link of wet.toSorted((a, b) => across(a.from) - across(b.from))) {
    const whole = shapes.get(link.to)?.inlet ?? 0;
    const taken = takenBy.get(link.to) ?? 0;
    parts.set(link, {
      ...parts.get(link),
      into: claim(used, `in ${link.to}`, whole, shareOf(link.taken, taken) * whole),
    });
  }
  return parts;
};

const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : Math.min(1, part / whole));

/** The next free part of a section's end. When all of it is taken (each consumer reads all rows) it starts over. */
const claim = (used: Map<string, number>, end: string, whole: number, size: number): Part => {
  const next = used.get(end) ?? 0;
  const at = next + size > whole + 0.5 ? 0 : next;
  used.set(end, at + size);
  return { at, size };
};

type End = readonly [Point, Point];

const endOf = (along: number, across: number, { at, size }: Part): End => [
  [along, across + at],
  [along, across + at + size],
];

const middleOf = ([a, b]: End): Point => [a[0], (a[1] + b[1]) / 2];

/** Straight on a ribbon; to another lane a tube of one thickness, which a steep ribbon would lose in its bends. */
const layTube = (start: End, end: End, measure: Measure, axes: Axes): Pick<Joint, 'path' | 'strokeWidth' | 'ends'> => {
  const isSteep = Math.abs(end[0][1] - start[0][1]) > measure.couplingLength;
  if (!isSteep) return { path: axes.ribbon(start, end), strokeWidth: null, ends: [start[0], end[0]] };
  const ends: End = [middleOf(start), middleOf(end)];
  const thickness = (start[1][1] - start[0][1] + end[1][1] - end[0][1]) / 2;
  return { path: axes.bend(...ends), strokeWidth: Math.min(thickness, measure.couplingLength / 2), ends };
};

const layJointTear = (from: SectionShape, to: SectionShape, measure: Measure, axes: Axes): Tear => {
  const position: TearPosition = {
    at: [to.start - measure.couplingLength / 2, to.across],
    bore: Math.max(from.outlet, to.inlet),
    tip: to.across + to.laneBore + 26 + to.depths.indexOf('before') * measure.depthStep,
    where: 'before',
  };
  return layTear(axes, position, measure, to.planned.gapBefore, to.planned.isCutShortBefore);
};

const layDry = (key: string, from: SectionShape, to: SectionShape, axes: Axes): Joint => {
  const ends: [Point, Point] = [
    [from.end + 1.5, from.across + Math.max(6, Math.min(from.outlet / 2, 6))],
    [to.start - 1.5, to.across + 6],
  ];
  return { key, kind: 'dry', path: axes.bend(...ends), strokeWidth: null, ends, tear: null, reading: '' };
};

/** Where rows come in from outside and leave for good. */
const layStubs = ({ plan, sections, measure, axes }: Input): Joint[] => {
  const hasInput = new Set(plan.links.filter((link) => !link.isDry).map((link) => link.to));
  const feedsOthers = new Set(plan.links.filter((link) => !link.isDry).map((link) => link.from));
  return sections.flatMap((shape): Joint[] => {
    const { section } = shape.planned;
    const joints: Joint[] = [];
    const stub = (kind: 'inlet' | 'outlet', from: number, to: number, thickness: number) => {
      const ends: [Point, Point] = [
        [from, shape.across],
        [to, shape.across],
      ];
      const far = (along: number): Point => [along, shape.across + thickness];
      const path = axes.area(ends[0], ends[1], far(to), far(from));
      joints.push({ key: `${section.key} ${kind}`, kind, path, strokeWidth: null, ends, tear: null, reading: '' });
    };
    if (!hasInput.has(section.key) && shape.inlet > 0)
      stub('inlet', shape.start - measure.stubLength, shape.start, shape.inlet);
    const isOpen = shape.cap === null && section.state !== 'running' && section.state !== 'aborted';
    if (isOpen && !feedsOthers.has(section.key) && shape.outlet > 0) {
      const length = Math.min(measure.stubLength, measure.couplingLength);
      stub('outlet', shape.end, shape.end + length, shape.outlet);
    }
    return joints;
  });
};
