import type { Handoff } from './handoffs.ts';
import type { Section } from './sections.ts';

/** One section follows another; a dry edge is order in time only. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly isDry: boolean;
}

interface Order {
  readonly edges: readonly Edge[];
  /** Sections that stand beside another one rather than behind what they follow. */
  readonly besides: ReadonlyMap<string, string>;
  /** Sections that count no rows and have nothing to follow, each with the one that ended last before it: it stands further on. */
  readonly behinds: ReadonlyMap<string, string>;
}

/**
 * Puts sections that are handed no rows in order of time. Each follows those that had ended when it started and that nothing else
 * follows; what starts while another does just that stands beside it, and so does the same stage again in a loop.
 */
export const dryOrder = (sections: readonly Section[], wet: readonly Handoff[]): Order => {
  const edges: Edge[] = [];
  const besides = new Map<string, string>();
  const behinds = new Map<string, string>();
  const endedLast = endingsOf(sections);
  const hasInput = new Set(wet.flatMap(({ to }) => to));
  const open = openSections(sections, new Set(wet.flatMap(({ from }) => from)));
  const firstOfName = new Map<string, Section>();
  const timesOfName = countNames(sections);
  let latest: { readonly section: Section; readonly anchor: string } | undefined;
  const order = (section: Section): void => {
    const namesake = firstOfName.get(section.name);
    const isLoop = (timesOfName.get(section.name) ?? 0) >= loopFrom;
    if (namesake !== undefined && (isLoop || namesake.finishedAtMs > section.startedAtMs)) {
      besides.set(section.key, namesake.key);
      return;
    }
    firstOfName.set(section.name, section);
    const followed = open.take(section.isCounted);
    for (const from of followed) edges.push({ from, to: section.key, isDry: true });
    const anchor = followed.at(-1);
    if (anchor !== undefined) {
      latest = { section, anchor };
      return;
    }
    if (section.isCounted) return;
    const before = endedLast(section.startedAtMs);
    if (latest !== undefined && latest.section.finishedAtMs > section.startedAtMs) {
      besides.set(section.key, latest.section.key);
      edges.push({ from: latest.anchor, to: section.key, isDry: true });
    } else if (before !== undefined) behinds.set(section.key, before);
  };
  for (const section of sections) {
    open.endBefore(section.startedAtMs);
    if (!hasInput.has(section.key)) order(section);
    open.endAtOnce(section);
  }
  return { edges, besides, behinds };
};

/** A name that comes as often as this is a loop over files, tables or days: one piece of glass. */
const loopFrom = 5;

const countNames = (sections: readonly Section[]): ReadonlyMap<string, number> => {
  const times = new Map<string, number>();
  for (const { name } of sections) times.set(name, (times.get(name) ?? 0) + 1);
  return times;
};

/** The section that ended last before a time; times come in order. */
const endingsOf = (sections: readonly Section[]) => {
  const ends = sections
    .filter(({ startedAtMs, finishedAtMs }) => startedAtMs < finishedAtMs)
    .sort((a, b) => a.finishedAtMs - b.finishedAtMs);
  let next = 0;
  return (atMs: number): string | undefined => {
    while ((ends[next]?.finishedAtMs ?? Number.POSITIVE_INFINITY) <= atMs) next += 1;
    return ends[next - 1]?.key;
  };
};

/** Sections that have ended and are followed by none; in the order they ended. */
const openSections = (sections: readonly Section[], followed: ReadonlySet<string>) => {
  const isInstant = ({ startedAtMs, finishedAtMs }: Section) => finishedAtMs <= startedAtMs;
  const ends = sections
    .filter((section) => !followed.has(section.key) && !isInstant(section))
    .sort((a, b) => a.finishedAtMs - b.finishedAtMs || a.startedAtMs - b.startedAtMs);
  const open = { counted: [] as string[], uncounted: [] as string[] };
  const end = (section: Section) => open[section.isCounted ? 'counted' : 'uncounted'].push(section.key);
  let next = 0;
  return {
    endBefore: (atMs: number) => {
      for (let ended = ends[next]; ended !== undefined && ended.finishedAtMs <= atMs; ended = ends[next]) {
        end(ended);
        next += 1;
      }
    },
    /** One that took no time ends when it starts, and only those after it can follow. */
    endAtOnce: (section: Section) => {
      if (isInstant(section) && !followed.has(section.key)) end(section);
    },
    /** Those which a section follows. One that counts rows would be handed those of another that counts, so it follows none. */
    take: (isCounted: boolean): string[] => {
      const taken = isCounted ? open.uncounted : [...open.counted, ...open.uncounted];
      open.uncounted = [];
      if (!isCounted) open.counted = [];
      return taken;
    },
  };
};

/** The edges between what sections were merged into. */
export const mergeEdges = (edges: readonly Edge[], keyOf: ReadonlyMap<string, string>): Edge[] =>
  joinEdges(edges.map(({ from, to, isDry }) => ({ from: keyOf.get(from) ?? from, to: keyOf.get(to) ?? to, isDry })));

/** Each pair of sections once; not dry when rows are handed over. */
export const joinEdges = (edges: readonly Edge[]): Edge[] => {
  const joined = new Map<string, Edge>();
  for (const { from, to, isDry } of edges) {
    const id = `${from} ${to}`;
    if (from !== to) joined.set(id, { from, to, isDry: isDry && (joined.get(id)?.isDry ?? true) });
  }
  return [...joined.values()];
};

/** An edge for each pair of sections. */
export const edgesOf = (handoffs: readonly Handoff[]): Edge[] =>
  handoffs.flatMap((handoff) =>
    handoff.from.flatMap((from) =>
      handoff.to.filter((to) => to !== from).map((to): Edge => ({ from, to, isDry: false })),
    ),
  );
