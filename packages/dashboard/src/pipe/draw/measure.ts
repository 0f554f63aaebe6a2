import { isExplained, leakColumns, type Ledger } from '@sightglass/model';
import type { Direction } from './axes.ts';
import type { PipePlan, PlannedSection } from '../plan/plan.ts';

export type LeakKind = (typeof leakColumns)[number];

/** Depths below the pipe, nearest first; the ones that matter most stay closest. */
export const leakDepths: readonly LeakKind[] = ['rejected', 'unmatched', 'deduplicated', 'filtered'];

/** What is written below the pipe, each on a line of its own: rows missing before and inside a section, then the leaks. */
export type Depth = 'before' | 'inside' | LeakKind;

/** Every length of the picture, in px. */
export interface Measure {
  readonly direction: Direction;
  readonly sectionLength: number;
  /** A break that stands for many sections is short, as it needs little room. */
  readonly bundleLength: number;
  readonly couplingLength: number;
  /** Before the first flange and after the last, where rows come from and go to the world outside. */
  readonly stubLength: number;
  readonly thickness: number;
  readonly headerDepth: number;
  readonly depthStep: number;
  readonly isDense: boolean;
  readonly groupDepth: number;
}

/** Fits the plan into `width`; what does not fit keeps its least size, and the picture is scrolled. */
export const measurePipe = (plan: PipePlan, width: number): Measure => {
  const hasGroups = plan.sections.some(({ section }) => section.group !== null);
  return width < 640 && plan.lanes === 1 ? measureDown(plan) : measureRight(plan, width, hasGroups);
};

const measureRight = (plan: PipePlan, width: number, hasGroups: boolean): Measure => {
  const columns = Math.max(1, plan.columns);
  const stubLength = 28;
  const isCrowded = columns > 8;
  const isTorn = plan.sections.some(({ gapBefore }) => !isExplained(gapBefore));
  const couplingLength = isTorn || plan.lanes > 1 ? 64 : isCrowded ? 22 : 36;
  const bundles = bundleColumns(plan);
  const free = width - 2 * stubLength - couplingLength * (columns - 1) - bundleLength * bundles;
  const room = free / Math.max(1, columns - bundles);
  const sectionLength = Math.max(isCrowded ? 96 : 112, room);
  const isDense = sectionLength < 120;
  const thickness = isDense ? 44 : plan.lanes > 1 ? 52 : 64;
  return {
    direction: 'right',
    sectionLength,
    bundleLength,
    couplingLength,
    stubLength,
    thickness,
    headerDepth: 52,
    depthStep: 22,
    isDense,
    groupDepth: hasGroups ? 24 : 0,
  };
};

const bundleLength = 88;

const isBundle = ({ section }: PlannedSection): boolean => section.bundled.length > 0;

/** Columns that hold nothing but a break. */
const bundleColumns = (plan: PipePlan): number => {
  const whole = new Set(plan.sections.filter((planned) => !isBundle(planned)).map(({ column }) => column));
  return new Set(plan.sections.map(({ column }) => column).filter((column) => !whole.has(column))).size;
};

const measureDown = (plan: PipePlan): Measure => ({
  direction: 'down',
  sectionLength: 56,
  bundleLength: 56,
  couplingLength: plan.sections.some(({ gapBefore }) => !isExplained(gapBefore)) ? 48 : 18,
  stubLength: 28,
  thickness: 48,
  headerDepth: 8,
  depthStep: 24,
  isDense: false,
  groupDepth: 0,
});

/** Flowing down, a section is as long as the words beside it. */
export const lengthOf = (planned: PlannedSection, measure: Measure): number =>
  measure.direction === 'right'
    ? isBundle(planned)
      ? measure.bundleLength
      : measure.sectionLength
    : measure.sectionLength + measure.depthStep * (leaksOf(planned).length + (isExplained(planned.gapInside) ? 0 : 1));

export const leaksOf = ({ section }: PlannedSection): LeakKind[] => leakDepths.filter((kind) => section.rows[kind] > 0);

/** Rows to px. */
export type Scale = (rows: number) => number;

/** Linear in rows; what exists is never thinner than 2 px. The scale reaches to the most rows that enter or leave any section. */
export const thicknessScale = (plan: PipePlan, thickness: number): Scale => {
  const most = plan.sections.reduce((max, { section: { rows } }) => Math.max(max, rows.read, rowsOut(rows)), 1);
  return (rows) => (rows <= 0 ? 0 : Math.max(2, (rows / most) * thickness));
};

const rowsOut = (rows: Ledger): number => rows.written + leakColumns.reduce((sum, kind) => sum + rows[kind], 0);
