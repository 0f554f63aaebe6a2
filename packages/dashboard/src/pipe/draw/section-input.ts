import type { Axes } from './axes.ts';
import type { Depth, Measure, Scale } from './measure.ts';
import type { PlannedSection } from '../plan/plan.ts';

/** What the shape of a section follows from. */
export interface SectionInput {
  readonly planned: PlannedSection;
  readonly start: number;
  readonly length: number;
  readonly across: number;
  readonly measure: Measure;
  readonly axes: Axes;
  readonly scale: Scale;
  /** What leaves anywhere in this lane, nearest depth first: one line for each. */
  readonly depths: readonly Depth[];
  /** The thickest the pipe gets in this lane; the depths begin below it. */
  readonly laneBore: number;
}
