import { nothingUnexplained, type Unexplained } from '@sightglass/model';
import type { RunDetail } from '@sightglass/model/rest';
import { columnsOf, type Step } from './columns.ts';
import { cutShortOf } from './cut-short.ts';
import { dryOrder, joinEdges, mergeEdges, edgesOf } from './edges.ts';
import { noGaps, sumGaps } from './gaps.ts';
import { handoffsAmong, mergeHandoffs } from './handoffs.ts';
import { lanesOf } from './lanes.ts';
import { measureLinks, type Link } from './links.ts';
import { expectedSection, foldSections, toSections, type Section } from './sections.ts';
import { shortenPipe, type Outline } from './shorten.ts';

export interface PlannedSection {
  readonly section: Section;
  readonly column: number;
  readonly lane: number;
  /** Rows nothing explains inside the section, and on the way into it. */
  readonly gapInside: Unexplained;
  readonly gapBefore: Unexplained;
  /** The run was cut short while it held the rows of these gaps: no riddle, only unfinished work. */
  readonly isCutShortInside: boolean;
  readonly isCutShortBefore: boolean;
  /** The run goes on: rows of a stage that has ended may still be committed. */
  readonly isUnderWay: boolean;
}

/** Where each section of a run stands: columns along the flow, lanes across it. */
export interface PipePlan {
  readonly sections: readonly PlannedSection[];
  readonly links: readonly Link[];
  readonly columns: number;
  readonly lanes: number;
}

export type PipeRun = Pick<RunDetail, 'stages' | 'ledger' | 'state' | 'usual'>;

/** All of a run's sections in their columns, before a long pipe is shortened. */
export const outlinePipe = ({ stages, ledger, state }: PipeRun): Outline => {
  const all = toSections(stages);
  const wet = handoffsAmong(ledger.handoffs, new Set(all.map(({ key }) => key)));
  const { edges: dry, besides, behinds } = dryOrder(all, wet);
  const columnOf = columnsOf(all, [
    ...wet.map((handoff): Step => ({ ...handoff, distance: 1 })),
    ...dry.map(({ from, to }): Step => ({ from: [from], to: [to], distance: 1 })),
    ...[...behinds].map(([to, from]): Step => ({ from: [from], to: [to], distance: 1 })),
    ...[...besides].map(([to, from]): Step => ({ from: [from], to: [to], distance: 0 })),
  ]);
  const { sections, keyOf } = foldRepeats(all, columnOf);
  const gapsOf = sumGaps(state === 'running' ? [] : ledger.gaps, keyOf);
  return { sections, handoffs: mergeHandoffs(wet, keyOf), dry: mergeEdges(dry, keyOf), columnOf, gapsOf };
};

/** The pipe of a run; of one that still runs or did not start, with what usually comes next. Sections and stages `wanted` are drawn in any case. */
export const planPipe = (run: PipeRun, wanted: ReadonlySet<string> = new Set()): PipePlan =>
  withExpected(layOutline(shortenPipe(outlinePipe(run), wanted), run.state === 'running'), run);

const layOutline = (outline: Outline, isUnderWay: boolean): PipePlan => {
  const { sections, handoffs, dry, columnOf, gapsOf } = outline;
  const edges = joinEdges([...edgesOf(handoffs), ...dry]);
  const laneOf = lanesOf(sections, edges, columnOf);
  const cutShort = cutShortOf(outline);
  const planned = sections.map((section): PlannedSection => {
    const { key } = section;
    const { inside, before } = gapsOf.get(key) ?? noGaps;
    return {
      section,
      column: columnOf.get(key) ?? 0,
      lane: laneOf.get(key) ?? 0,
      gapInside: inside,
      gapBefore: before,
      isCutShortInside: cutShort.inside.has(key),
      isCutShortBefore: cutShort.before.has(key),
      isUnderWay,
    };
  });
  return {
    sections: planned,
    links: measureLinks(sections, edges),
    columns: 1 + planned.reduce((most, { column }) => Math.max(most, column), -1),
    lanes: 1 + planned.reduce((most, { lane }) => Math.max(most, lane), -1),
  };
};

const foldRepeats = (sections: readonly Section[], columnOf: ReadonlyMap<string, number>) => {
  const groups = Map.groupBy(sections, ({ name, key }) => `${columnOf.get(key)} ${name}`);
  const folded = [...groups.values()].map((group) => foldSections(group as [Section, ...Section[]]));
  const keyOf = new Map(folded.flatMap(({ key, stageIds }) => stageIds.map((id) => [id, key] as const)));
  return { sections: folded, keyOf };
};

const mostExpected = 6;

/** What a run under way, or one that did not start, still has before it, as its usual run goes on. */
const withExpected = (plan: PipePlan, { stages, state, usual }: PipeRun): PipePlan => {
  if ((state !== 'running' && state !== 'missed') || usual === null) return plan;
  const started = new Set(stages.map(({ name }) => name));
  const names = usual.stages.map(({ name }) => name).filter((name) => !started.has(name));
  const left = names.length - mostExpected;
  const shown = left > 1 ? [...names.slice(0, mostExpected), `${left} more`] : names;
  const added = shown.map((name, index): PlannedSection => ({
    section: expectedSection(name),
    column: plan.columns + index,
    lane: 0,
    gapInside: nothingUnexplained,
    gapBefore: nothingUnexplained,
    isCutShortInside: false,
    isCutShortBefore: false,
    isUnderWay: true,
  }));
  const last =
    plan.sections.findLast(({ column, lane }) => column === plan.columns - 1 && lane === 0) ?? plan.sections.at(-1);
  const chain = [...(last === undefined ? [] : [last]), ...added].map(({ section }) => section.key);
  const links = chain.slice(1).map((to, index) => ({ from: chain[index] ?? '', to, isDry: true, given: 0, taken: 0 }));
  return {
    sections: [...plan.sections, ...added],
    links: [...plan.links, ...links],
    columns: plan.columns + added.length,
    lanes: added.length === 0 ? plan.lanes : Math.max(1, plan.lanes),
  };
};
