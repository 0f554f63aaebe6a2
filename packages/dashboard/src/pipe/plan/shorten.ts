import { addUnexplained, countUnexplained, nothingUnexplained, type Ledger } from '@sightglass/model';
import { formatCount } from '../../format/number.ts';
import { mergeEdges, type Edge } from './edges.ts';
import { mergeHandoffs, type Handoff } from './handoffs.ts';
import { addGaps, noGaps, type Gaps } from './gaps.ts';
import { foldSections, type Section } from './sections.ts';

/** A pipe before its lanes are laid. */
export interface Outline {
  readonly sections: readonly Section[];
  readonly handoffs: readonly Handoff[];
  readonly dry: readonly Edge[];
  readonly columnOf: ReadonlyMap<string, number>;
  readonly gapsOf: ReadonlyMap<string, Gaps>;
}

/** More sections than these nobody takes in at once. */
const mostSections = 40;
const [firstShown, lastShown, worstShown] = [3, 2, 3];

/**
 * A long pipe as draughtsmen draw one: its first sections, its last, the worst and those `wanted`, and a break that stands for each
 * stretch between them.
 */
export const shortenPipe = (outline: Outline, wanted: ReadonlySet<string>): Outline => {
  if (outline.sections.length <= mostSections) return outline;
  const column = (key: string) => outline.columnOf.get(key) ?? 0;
  const inFlow = outline.sections.toSorted((a, b) => column(a.key) - column(b.key) || a.startedAtMs - b.startedAtMs);
  const kept = chooseSections(inFlow, outline.gapsOf, wanted);
  const newColumns = closeColumns(inFlow, column, kept);
  const bundles = Map.groupBy(
    inFlow.filter((section) => !kept.has(section)),
    ({ key }) => newColumns.get(column(key)) ?? 0,
  );
  const keyOf = new Map<string, string>();
  for (const members of bundles.values()) {
    const key = members.length === 1 ? members[0]?.key : `more ${members[0]?.key}`;
    for (const member of members) keyOf.set(member.key, key ?? member.key);
  }
  const inner = innerFlow(outline.handoffs, keyOf);
  const sections = [...kept, ...[...bundles.values()].map((members) => bundle(members, keyOf, inner))];
  const columnOf = new Map<string, number>();
  for (const { key } of inFlow) columnOf.set(keyOf.get(key) ?? key, newColumns.get(column(key)) ?? 0);
  return {
    sections,
    handoffs: mergeHandoffs(outline.handoffs, keyOf),
    dry: mergeEdges(outline.dry, keyOf),
    columnOf,
    gapsOf: mergeGaps(outline.gapsOf, keyOf, inner),
  };
};

const chooseSections = (
  inFlow: readonly Section[],
  gapsOf: ReadonlyMap<string, Gaps>,
  wanted: ReadonlySet<string>,
): ReadonlySet<Section> => {
  const isWanted = ({ key, stageIds }: Section) => wanted.has(key) || stageIds.some((id) => wanted.has(id));
  const worst = inFlow
    .map((section) => ({ section, trouble: troubleOf(section, gapsOf.get(section.key) ?? noGaps) }))
    .filter(({ trouble }) => trouble > 0)
    .sort((a, b) => b.trouble - a.trouble)
    .slice(0, worstShown)
    .map(({ section }) => section);
  const chosen = new Set([
    ...inFlow.slice(0, firstShown),
    ...worst,
    ...inFlow.filter(isWanted),
    ...inFlow.slice(-lastShown),
  ]);
  return new Set(inFlow.filter((section) => chosen.has(section)));
};

/** Failed before cut short, before missing or extra rows, before running, before rejected rows; 0 for nothing to see. */
const troubleOf = ({ state, rows }: Section, { inside, before }: Gaps): number => {
  if (state === 'failed') return 5;
  if (state === 'lost' || state === 'aborted') return 4;
  const unexplained = countUnexplained(addUnexplained(inside, before));
  if (unexplained > 0) return 3 + share(unexplained);
  if (state === 'running') return 2;
  return share(rows.rejected);
};

/** Grows with the rows and stays below 1. */
const share = (rows: number): number => rows / (rows + 1000);

/** Columns with a kept section stay; those between two such columns become one. */
const closeColumns = (
  inFlow: readonly Section[],
  column: (key: string) => number,
  kept: ReadonlySet<Section>,
): ReadonlyMap<number, number> => {
  const keptColumns = new Set([...kept].map(({ key }) => column(key)));
  const closed = new Map<number, number>();
  let [next, wasKept] = [-1, true];
  for (const { key } of inFlow) {
    const old = column(key);
    if (closed.has(old)) continue;
    const isKept = keptColumns.has(old);
    if (isKept || wasKept) next += 1;
    wasKept = isKept;
    closed.set(old, next);
  }
  return closed;
};

interface InnerFlow {
  readonly fed: ReadonlySet<string>;
  readonly feeding: ReadonlySet<string>;
}

/** Which sections are handed rows, and hand rows on, within their bundle. */
const innerFlow = (handoffs: readonly Handoff[], keyOf: ReadonlyMap<string, string>): InnerFlow => ({
  fed: new Set(handoffs.flatMap(({ from, to }) => withCompany(to, from, keyOf))),
  feeding: new Set(handoffs.flatMap(({ from, to }) => withCompany(from, to, keyOf))),
});

/** Those of `keys` that share their bundle with another one of `others`. */
const withCompany = (
  keys: readonly string[],
  others: readonly string[],
  keyOf: ReadonlyMap<string, string>,
): string[] => {
  const byBundle = Map.groupBy(others, (other) => keyOf.get(other));
  return keys.filter((key) => {
    const bundle = keyOf.get(key);
    const [first, second] = bundle === undefined ? [] : (byBundle.get(bundle) ?? []);
    return (first !== undefined && first !== key) || second !== undefined;
  });
};

/** Many sections as one: what enters it from outside, what leaves it, and every leak between. */
const bundle = (members: readonly Section[], keyOf: ReadonlyMap<string, string>, inner: InnerFlow): Section => {
  const whole = foldSections(members as [Section, ...Section[]]);
  if (members.length === 1) return whole;
  const sum = (column: keyof Ledger, isOutside: (section: Section) => boolean) =>
    members.filter(isOutside).reduce((total, { rows }) => total + rows[column], 0);
  return {
    ...whole,
    key: keyOf.get(whole.key) ?? whole.key,
    name: `${formatCount(members.length)} more`,
    group: null,
    rows: {
      ...whole.rows,
      read: sum('read', ({ key }) => !inner.fed.has(key)),
      written: sum('written', ({ key }) => !inner.feeding.has(key)),
    },
    bundled: members.map(({ key }) => key),
  };
};

/** Gaps between two sections of a bundle are inside it. */
const mergeGaps = (
  gapsOf: ReadonlyMap<string, Gaps>,
  keyOf: ReadonlyMap<string, string>,
  inner: InnerFlow,
): ReadonlyMap<string, Gaps> => {
  const merged = new Map<string, Gaps>();
  for (const [own, { inside, before }] of gapsOf) {
    const key = keyOf.get(own) ?? own;
    const gaps = inner.fed.has(own)
      ? { inside: addUnexplained(inside, before), before: nothingUnexplained }
      : { inside, before };
    merged.set(key, addGaps(merged.get(key) ?? noGaps, gaps));
  }
  return merged;
};
