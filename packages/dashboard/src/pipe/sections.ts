import { addLedgers, countsRows, emptyLedger, type Ledger, type StageState } from '@sightglass/model';
import type { Stage } from '@sightglass/model/api';

/** One piece of glass: a stage, or all executions of a stage that repeats side by side (once a file, say). */
export interface Section {
  readonly key: string;
  readonly stageIds: readonly string[];
  readonly name: string;
  readonly state: StageState;
  readonly rows: Ledger;
  readonly isCounted: boolean;
  readonly isChecked: boolean;
  /** Not started yet: the usual run goes on with it. */
  readonly isExpected: boolean;
  readonly startedAtMs: number;
  /** Infinity while running. */
  readonly finishedAtMs: number;
  readonly durationMs: number;
  readonly rejectedByReason: Readonly<Record<string, number>>;
  readonly nested: readonly string[];
  /** Name of the uncounted stage around it, when that one only groups others. */
  readonly group: string | null;
}

/**
 * The stages a pipe shows: the outermost ones that count rows, and the outermost of the rest. A stage that counts nothing itself but
 * holds others that do is a group around them; a stage inside one that counts is a detail of it.
 */
export const toSections = (stages: readonly Stage[]): Section[] => {
  const byId = new Map(stages.map((stage) => [stage.stageId, stage]));
  const ancestors = new Map(stages.map((stage) => [stage.stageId, ancestorsOf(stage, byId)]));
  const holdsCounted = new Set(
    stages.filter((stage) => countsRows(stage.rows)).flatMap((stage) => ancestors.get(stage.stageId) ?? []),
  );
  const isGroup = (stage: Stage) => !countsRows(stage.rows) && holdsCounted.has(stage);
  const shown = stages.filter((stage) => !isGroup(stage) && (ancestors.get(stage.stageId) ?? []).every(isGroup));
  return shown
    .map((stage): Section => {
      const nested = stages.filter((other) => ancestors.get(other.stageId)?.includes(stage));
      return toSection(stage, nested, ancestors.get(stage.stageId)?.at(-1)?.name ?? null);
    })
    .sort((a, b) => a.startedAtMs - b.startedAtMs || a.key.localeCompare(b.key));
};

/** Nearest first; a loop in damaged data ends the walk. */
const ancestorsOf = (stage: Stage, byId: ReadonlyMap<string, Stage>): Stage[] => {
  const found: Stage[] = [];
  let parent = byId.get(stage.parentStageId ?? '');
  while (parent !== undefined && parent !== stage && !found.includes(parent)) {
    found.push(parent);
    parent = byId.get(parent.parentStageId ?? '');
  }
  return found;
};

const toSection = (stage: Stage, nested: readonly Stage[], group: string | null): Section => ({
  key: stage.stageId,
  stageIds: [stage.stageId],
  name: stage.name,
  state: stage.state,
  rows: stage.rows,
  isCounted: countsRows(stage.rows),
  isChecked: stage.ledgerChecked,
  isExpected: false,
  startedAtMs: Date.parse(stage.startedAt),
  finishedAtMs: stage.finishedAt === null ? Number.POSITIVE_INFINITY : Date.parse(stage.finishedAt),
  durationMs: stage.durationMs,
  rejectedByReason: stage.rejectedByReason,
  nested: nested.map(({ name }) => name),
  group,
});

export const expectedSection = (name: string): Section => ({
  key: `expected ${name}`,
  stageIds: [],
  name,
  state: 'running',
  rows: emptyLedger,
  isCounted: false,
  isChecked: true,
  isExpected: true,
  startedAtMs: Number.POSITIVE_INFINITY,
  finishedAtMs: Number.POSITIVE_INFINITY,
  durationMs: 0,
  rejectedByReason: {},
  nested: [],
  group: null,
});

const worstFirst: readonly StageState[] = ['failed', 'lost', 'aborted', 'running', 'succeeded'];

/** Executions of one stage shown as one section. */
export const foldSections = (sections: readonly [Section, ...Section[]]): Section => {
  const [first] = sections;
  if (sections.length === 1) return first;
  const startedAtMs = Math.min(...sections.map((section) => section.startedAtMs));
  return {
    ...first,
    stageIds: sections.flatMap((section) => section.stageIds),
    state: worstFirst.find((state) => sections.some((section) => section.state === state)) ?? first.state,
    rows: sections.reduce((sum, section) => addLedgers(sum, section.rows), emptyLedger),
    isChecked: sections.every((section) => section.isChecked),
    startedAtMs,
    finishedAtMs: Math.max(...sections.map((section) => section.finishedAtMs)),
    durationMs: sections.reduce((sum, section) => sum + section.durationMs, 0),
    rejectedByReason: sumByReason(sections),
    nested: sections.flatMap((section) => section.nested),
  };
};

const sumByReason = (sections: readonly Section[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const [reason, rows] of sections.flatMap((section) => Object.entries(section.rejectedByReason))) {
    sums[reason] = (sums[reason] ?? 0) + rows;
  }
  return sums;
};
