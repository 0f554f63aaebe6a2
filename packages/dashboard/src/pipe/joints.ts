import type { Axes, Point } from './axes.ts';
import type { Measure } from './measure.ts';
import type { Link, PipePlan } from './plan.ts';
import type { SectionShape } from './section-shape.ts';
import { layTear, type Tear } from './tear.ts';

/** What connects two sections, or a section with the world outside. */
export interface Joint {
  readonly key: string;
  readonly kind: 'link' | 'dry' | 'inlet' | 'outlet';
  readonly path: string;
  /** A link to another lane is a bent tube of one thickness, drawn as a line. */
  readonly strokeWidth: number | null;
  readonly ends: readonly [Point, Point];
  readonly tear: Tear | null;
}

interface Input {
  readonly plan: PipePlan;
  readonly sections: readonly SectionShape[];
  readonly measure: Measure;
  readonly axes: Axes;
  readonly scale: (rows: number) => number;
}

export const layJoints = (input: Input): Joint[] => [...layLinks(input), ...layStubs(input)];

const layLinks = ({ plan, sections, measure, axes, scale }: Input): Joint[] => {
  const shapes = new Map(sections.map((shape) => [shape.planned.section.key, shape]));
  const used = new Map<string, number>();
  const torn = new Set<string>();
  const byLane = (a: Link, b: Link) => (shapes.get(a.to)?.across ?? 0) - (shapes.get(b.to)?.across ?? 0);
  return plan.links.toSorted(byLane).flatMap((link): Joint[] => {
    const from = shapes.get(link.from);
    const to = shapes.get(link.to);
    if (from === undefined || to === undefined) return [];
    const key = `${link.from} ${link.to}`;
    if (link.isDry || (scale(link.given) === 0 && scale(link.taken) === 0)) return [layDry(key, from, to, axes)];
    const out = claim(used, `out ${link.from}`, from.outlet, shareOf(link.given, from.planned.section.rows.written) * from.outlet);
    const into = claim(used, `in ${link.to}`, to.inlet, intakeShare(plan, link) * to.inlet);
    const start: [Point, Point] = [
      [from.end, from.across + out.at],
      [from.end, from.across + out.at + out.size],
    ];
    const end: [Point, Point] = [
      [to.start, to.across + into.at],
      [to.start, to.across + into.at + into.size],
    ];
    const { gapBefore, section } = to.planned;
    const isTorn = gapBefore !== 0 && !torn.has(section.key);
    torn.add(section.key);
    const place = {
      at: [to.start - measure.couplingLength / 2, to.across] as Point,
      bore: Math.max(from.outlet, to.inlet),
      tip: to.across + to.laneBore + 26,
      isLabelBefore: false,
    };
    const tear = isTorn ? layTear(axes, place, measure, gapBefore, 'succeeded') : null;
    const isSteep = Math.abs(end[0][1] - start[0][1]) > measure.couplingLength;
    const ends: [Point, Point] = isSteep ? [middleOf(start), middleOf(end)] : [start[0], end[0]];
    const path = isSteep ? axes.bend(...ends) : axes.ribbon(start, end);
    const strokeWidth = isSteep ? Math.min((out.size + into.size) / 2, measure.couplingLength / 2) : null;
    return [{ key, kind: 'link', path, strokeWidth, ends, tear }];
  });
};

const middleOf = ([a, b]: readonly [Point, Point]): Point => [a[0], (a[1] + b[1]) / 2];

const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : Math.min(1, part / whole));

const intakeShare = (plan: PipePlan, link: Link): number => {
  const taken = plan.links.filter((other) => other.to === link.to).reduce((sum, other) => sum + other.taken, 0);
  return shareOf(link.taken, taken);
};

/** The next free part of a section's end. When all of it is taken (each consumer reads all rows) it starts over. */
const claim = (used: Map<string, number>, end: string, whole: number, size: number) => {
  const next = used.get(end) ?? 0;
  const at = next + size > whole + 0.5 ? 0 : next;
  used.set(end, at + size);
  return { at, size };
};

const layDry = (key: string, from: SectionShape, to: SectionShape, axes: Axes): Joint => {
  const ends: [Point, Point] = [
    [from.end + 1.5, from.across + Math.max(6, Math.min(from.outlet / 2, 6))],
    [to.start - 1.5, to.across + 6],
  ];
  return { key, kind: 'dry', path: axes.bend(...ends), strokeWidth: null, ends, tear: null };
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
      joints.push({ key: `${section.key} ${kind}`, kind, path, strokeWidth: null, ends, tear: null });
    };
    if (!hasInput.has(section.key) && shape.inlet > 0) stub('inlet', shape.start - measure.stubLength, shape.start, shape.inlet);
    const isOpen = shape.cap === null && section.state !== 'running' && section.state !== 'aborted';
    if (isOpen && !feedsOthers.has(section.key) && shape.outlet > 0) {
      const length = Math.min(measure.stubLength, measure.couplingLength);
      stub('outlet', shape.end, shape.end + length, shape.outlet);
    }
    return joints;
  });
};
