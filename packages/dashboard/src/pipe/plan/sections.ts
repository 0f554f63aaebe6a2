import {
  addLedgers,
  addUnexplained,
  countsRows,
  emptyLedger,
  nothingUnexplained,
  shownOfState,
  type Ledger,
  type StageState,
  type Tone,
  type Unexplained,
} from '@sightglass/model';
import type { Stage } from '@sightglass/model/rest';
import { outlineStages } from './stage-tree.ts';

/** One piece of glass: a stage, or all executions of a stage that repeats side by side (once a file, say). */
export interface Section {
  readonly key: string;
  readonly stageIds: readonly string[];
  readonly name: string;
  readonly state: StageState;
  /** As the server shows it. */
  readonly shown: Stage['shown'];
  readonly rows: Ledger;
  readonly unexplained: Unexplained;
  readonly isCounted: boolean;
  /** False when nobody counted, not even 0. */
  readonly rowsCounted?: boolean | undefined;
  readonly isChecked: boolean;
  /** Not started yet: the usual run goes on with it. */
  readonly isExpected: boolean;
  readonly startedAtMs: number;
  /** Infinity while running. */
  readonly finishedAtMs: number;
  readonly durationMs: number;
  readonly rejectedByReason: Readonly<Record<string, number>>;
  readonly nestedCount: number;
  /** Name of the uncounted stage around it, when that one only groups others. */
  readonly group: string | null;
  /** Keys of the sections it stands for, where a long pipe is drawn shortened; else empty. */
  readonly bundled: readonly string[];
}

/**
 * The stages a pipe shows: the outermost ones that count rows, and the outermost of the rest. A stage that counts nothing itself but
 * holds others that do is a group around them; a stage inside one that counts is a detail of it.
 */
export const toSections = (stages: readonly Stage[]): Section[] => {
  const nodes = outlineStages(stages);
  const isGroup = nodes.map(() => false);
  for (const [at, { stage, parent }] of [...nodes.entries()].reverse()) {
    const isCounted = countsRows(stage.rows);
    if (parent !== -1 && (isCounted || isGroup[at])) isGroup[parent] = true;
    if (isCounted) isGroup[at] = false;
  }
  const roots: number[] = [];
  const owners: number[] = [];
  const nestedCounts = new Map<number, number>();
  for (const [at, { parent }] of nodes.entries()) {
    roots.push(parent === -1 ? at : (roots[parent] ?? at));
    const around = parent === -1 ? nobody : (owners[parent] ?? nobody);
    owners.push(around === nobody && !isGroup[at] ? at : around);
    if (around === nobody && !isGroup[at]) nestedCounts.set(at, 0);
    else if (around !== nobody) nestedCounts.set(around, (nestedCounts.get(around) ?? 0) + 1);
  }
  return [...nestedCounts]
    .flatMap(([at, nestedCount]) => {
      const node = nodes[at];
      const group = roots[at] === at ? null : (nodes[roots[at] ?? at]?.stage.name ?? null);
      return node === undefined ? [] : [toSection(node.stage, nestedCount, group)];
    })
    .sort((a, b) => a.startedAtMs - b.startedAtMs || a.key.localeCompare(b.key));
};

const nobody = -1;

const toSection = (stage: Stage, nestedCount: number, group: string | null): Section => ({
  key: stage.stageId,
  stageIds: [stage.stageId],
  name: stage.name,
  state: stage.state,
  shown: stage.shown,
  rows: stage.rows,
  unexplained: stage.unexplained,
  isCounted: countsRows(stage.rows),
  rowsCounted: stage.rowsCounted,
  isChecked: stage.ledgerChecked,
  isExpected: false,
  startedAtMs: Date.parse(stage.startedAt),
  finishedAtMs: stage.finishedAt === null ? Number.POSITIVE_INFINITY : Date.parse(stage.finishedAt),
  durationMs: stage.durationMs,
  rejectedByReason: stage.rejectedByReason,
  nestedCount,
  group,
  bundled: [],
});

export const expectedSection = (name: string): Section => ({
  key: `expected ${name}`,
  stageIds: [],
  name,
  state: 'running',
  shown: shownOfState('running'),
  rows: emptyLedger,
  unexplained: nothingUnexplained,
  isCounted: false,
  isChecked: true,
  isExpected: true,
  startedAtMs: Number.POSITIVE_INFINITY,
  finishedAtMs: Number.POSITIVE_INFINITY,
  durationMs: 0,
  rejectedByReason: {},
  nestedCount: 0,
  group: null,
  bundled: [],
});

const worstFirst: readonly StageState[] = ['failed', 'lost', 'aborted', 'running', 'succeeded'];
const worstToneFirst: readonly Tone[] = ['bad', 'warn', 'aside', 'fluid'];

/** Of two that ended alike, the one whose rows are in doubt is the worse. */
const rankOf = ({ state, shown }: Section): number =>
  worstToneFirst.length * worstFirst.indexOf(state) + worstToneFirst.indexOf(shown.tone);

/** Executions of one stage shown as one section. */
export const foldSections = (sections: readonly [Section, ...Section[]]): Section => {
  const [first] = sections;
  if (sections.length === 1) return first;
  const worst = sections.toSorted((a, b) => rankOf(a) - rankOf(b))[0] ?? first;
  const sum = (of: (section: Section) => number) => sections.reduce((total, section) => total + of(section), 0);
  return {
    ...first,
    stageIds: sections.flatMap((section) => section.stageIds),
    state: worst.state,
    shown: worst.shown,
    rows: sections.reduce((total, section) => addLedgers(total, section.rows), emptyLedger),
    unexplained: sections.reduce((total, section) => addUnexplained(total, section.unexplained), nothingUnexplained),
    isCounted: sections.some((section) => section.isCounted),
    rowsCounted: sections.some((section) => section.rowsCounted !== false),
    isChecked: sections.every((section) => section.isChecked),
    startedAtMs: sections.reduce((least, section) => Math.min(least, section.startedAtMs), Number.POSITIVE_INFINITY),
    finishedAtMs: sections.reduce((most, section) => Math.max(most, section.finishedAtMs), 0),
    durationMs: sum(({ durationMs }) => durationMs),
    rejectedByReason: sumByReason(sections),
    nestedCount: sum(({ nestedCount }) => nestedCount),
  };
};

const sumByReason = (sections: readonly Section[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const [reason, rows] of sections.flatMap((section) => Object.entries(section.rejectedByReason))) {
    sums[reason] = (sums[reason] ?? 0) + rows;
  }
  return sums;
};
