import type { RunDetail } from '@sightglass/model/api';
import { expectedSection, foldSections, toSections, type Section } from './sections.ts';

/** Rows handed from one section to another; a dry link is order in time only. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly isDry: boolean;
  /** Of the rows `from` wrote. */
  readonly given: number;
  /** Of the rows `to` read. */
  readonly taken: number;
}

export interface PlannedSection {
  readonly section: Section;
  readonly column: number;
  readonly lane: number;
  /** Rows that vanished (positive) or appeared inside the section, and on the way into it. */
  readonly gapInside: number;
  readonly gapBefore: number;
  /** The run was cut short while it held the rows of these gaps: no riddle, only unfinished work. */
  readonly isInHandInside: boolean;
  readonly isInHandBefore: boolean;
}

/** Where each section of a run stands: columns along the flow, lanes across it. */
export interface PipePlan {
  readonly sections: readonly PlannedSection[];
  readonly links: readonly Link[];
  readonly columns: number;
  readonly lanes: number;
}

export type PipeRun = Pick<RunDetail, 'stages' | 'ledger' | 'state' | 'usual'>;

/** The pipe of a run; of one that still runs, with what usually comes next. */
export const planPipe = (run: PipeRun): PipePlan => {
  const plan = planStages(run);
  const started = new Set(run.stages.map(({ name }) => name));
  const expected = run.state === 'running' ? (run.usual?.stages ?? []).filter(({ name }) => !started.has(name)) : [];
  return expected.reduce((longer, { name }) => withExpected(longer, name), plan);
};

const withoutGaps = { gapInside: 0, gapBefore: 0, isInHandInside: false, isInHandBefore: false };

const withExpected = (plan: PipePlan, name: string): PipePlan => {
  const before =
    plan.sections.findLast(({ column, lane }) => column === plan.columns - 1 && lane === 0) ?? plan.sections.at(-1);
  const section = expectedSection(name);
  const link =
    before === undefined ? [] : [{ from: before.section.key, to: section.key, isDry: true, given: 0, taken: 0 }];
  return {
    sections: [...plan.sections, { ...withoutGaps, section, column: plan.columns, lane: 0 }],
    links: [...plan.links, ...link],
    columns: plan.columns + 1,
    lanes: Math.max(1, plan.lanes),
  };
};

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly isDry: boolean;
}

const planStages = ({ stages, ledger, state }: PipeRun): PipePlan => {
  const all = toSections(stages);
  const keys = new Set(all.map(({ key }) => key));
  const wet = ledger.handoffs
    .filter(({ from, to }) => keys.has(from) && keys.has(to))
    .map((handoff): Edge => ({ ...handoff, isDry: false }));
  const edges = [...wet, ...dryEdges(all, wet)];
  const columnOf = columnsOf(all, edges);
  const { sections, keyOf } = foldRepeats(all, columnOf);
  const folded = uniqueEdges(edges, keyOf);
  const laneOf = lanesOf(sections, folded, columnOf);
  const gaps = (key: string, where: 'stage' | 'handoff') =>
    (state === 'running' ? [] : ledger.gaps)
      .filter((gap) => gap.where === where && keyOf.get(gap.stageId) === key)
      .reduce((sum, gap) => sum + gap.difference, 0);
  const unfinished = new Set(sections.filter((section) => section.state !== 'succeeded').map(({ key }) => key));
  const isFedByUnfinished = (key: string) => folded.some(({ from, to }) => to === key && unfinished.has(from));
  return {
    sections: sections.map((section): PlannedSection => {
      const { key } = section;
      const [gapInside, gapBefore] = [gaps(key, 'stage'), gaps(key, 'handoff')];
      return {
        section,
        column: columnOf.get(key) ?? 0,
        lane: laneOf.get(key) ?? 0,
        gapInside,
        gapBefore,
        isInHandInside: gapInside > 0 && unfinished.has(key),
        isInHandBefore: gapBefore > 0 && (unfinished.has(key) || isFedByUnfinished(key)),
      };
    }),
    links: measureLinks(sections, folded),
    columns: 1 + Math.max(-1, ...columnOf.values()),
    lanes: 1 + Math.max(-1, ...laneOf.values()),
  };
};

/** A section that hands on no rows follows those that had finished when it started and that nothing else follows. */
const dryEdges = (sections: readonly Section[], wet: readonly Edge[]): Edge[] => {
  const edges: Edge[] = [];
  const hasInput = new Set(wet.map((edge) => edge.to));
  for (const section of sections) {
    if (hasInput.has(section.key)) continue;
    const followed = new Set([...wet, ...edges].map((edge) => edge.from));
    for (const earlier of sections) {
      const isOpen = earlier.finishedAtMs <= section.startedAtMs && earlier !== section && !followed.has(earlier.key);
      if (isOpen && !(section.isCounted && earlier.isCounted))
        edges.push({ from: earlier.key, to: section.key, isDry: true });
    }
  }
  return edges;
};

/** One further than whatever it follows. An edge that would close a circle counts for nothing. */
const columnsOf = (sections: readonly Section[], edges: readonly Edge[]): Map<string, number> => {
  const columns = new Map<string, number>();
  const inputs = Map.groupBy(edges, (edge) => edge.to);
  const place = (key: string, path: ReadonlySet<string>): number => {
    const known = columns.get(key);
    if (known !== undefined) return known;
    if (path.has(key)) return -1;
    const before = (inputs.get(key) ?? []).map((edge) => place(edge.from, new Set([...path, key])));
    const column = 1 + Math.max(-1, ...before);
    columns.set(key, column);
    return column;
  };
  for (const { key } of sections) place(key, new Set());
  return columns;
};

const foldRepeats = (sections: readonly Section[], columnOf: ReadonlyMap<string, number>) => {
  const groups = Map.groupBy(sections, ({ name, key }) => `${columnOf.get(key)} ${name}`);
  const folded = [...groups.values()].map((group) => foldSections(group as [Section, ...Section[]]));
  const keyOf = new Map(folded.flatMap(({ key, stageIds }) => stageIds.map((id) => [id, key] as const)));
  return { sections: folded, keyOf };
};

const uniqueEdges = (edges: readonly Edge[], keyOf: ReadonlyMap<string, string>): Edge[] => {
  const unique = new Map<string, Edge>();
  for (const edge of edges) {
    const from = keyOf.get(edge.from) ?? edge.from;
    const to = keyOf.get(edge.to) ?? edge.to;
    unique.set(`${from} ${to}`, { ...edge, from, to });
  }
  return [...unique.values()];
};

/** As tracks of a railway: a section keeps the lane of what it follows while that is free, else takes the first free one. */
const lanesOf = (sections: readonly Section[], edges: readonly Edge[], columnOf: ReadonlyMap<string, number>) => {
  const lanes = new Map<string, number>();
  const taken = new Set<string>();
  const column = (key: string) => columnOf.get(key) ?? 0;
  const isFree = (lane: number, first: number, last: number) =>
    cells(first, last).every((at) => !taken.has(`${lane} ${at}`));
  const mainFirst = sections.toSorted((a, b) => column(a.key) - column(b.key) || b.rows.read - a.rows.read);
  for (const { key } of mainFirst) {
    const before = edges.filter((edge) => edge.to === key).map((edge) => edge.from);
    const upstream = before.toSorted((a, b) => (lanes.get(a) ?? 0) - (lanes.get(b) ?? 0));
    const kept = upstream.find((from) => isFree(lanes.get(from) ?? 0, column(from) + 1, column(key)));
    const first = kept === undefined ? column(key) : column(kept) + 1;
    let lane = kept === undefined ? 0 : (lanes.get(kept) ?? 0);
    while (!isFree(lane, first, column(key))) lane += 1;
    lanes.set(key, lane);
    for (const at of cells(first, column(key))) taken.add(`${lane} ${at}`);
  }
  return lanes;
};

const cells = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

/** Consumers of the same rows each read all of them (fan-out) or share them (partition). */
const measureLinks = (sections: readonly Section[], edges: readonly Edge[]): Link[] => {
  const byKey = new Map(sections.map((section) => [section.key, section]));
  const read = (key: string) => byKey.get(key)?.rows.read ?? 0;
  const written = (key: string) => byKey.get(key)?.rows.written ?? 0;
  const inputs = (key: string) => edges.filter((edge) => edge.to === key).map((edge) => edge.from);
  const consumers = (inputKeys: readonly string[]) => {
    const wanted = inputKeys.toSorted().join();
    return [...byKey.keys()].filter((key) => inputs(key).toSorted().join() === wanted);
  };
  return edges.map(({ from, to, isDry }) => {
    const sources = inputs(to);
    const offered = sources.reduce((sum, key) => sum + written(key), 0);
    const peers = consumers(sources);
    const demanded = peers.reduce((sum, key) => sum + read(key), 0);
    const isFanOut = peers.every((key) => read(key) === offered);
    const share = isFanOut || demanded === 0 ? 1 : read(to) / demanded;
    const portion = offered === 0 ? 0 : written(from) / offered;
    return { from, to, isDry, given: written(from) * share, taken: read(to) * portion };
  });
};
