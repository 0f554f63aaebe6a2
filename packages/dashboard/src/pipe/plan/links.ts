import type { Edge } from './edges.ts';
import type { Section } from './sections.ts';

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

/** Readers of the same rows each read all of them (fan-out) or share them (partition). */
export const measureLinks = (sections: readonly Section[], edges: readonly Edge[]): Link[] => {
  const byKey = new Map(sections.map((section) => [section.key, section]));
  const read = (key: string) => byKey.get(key)?.rows.read ?? 0;
  const written = (key: string) => byKey.get(key)?.rows.written ?? 0;
  const inputs = Map.groupBy(edges, ({ to }) => to);
  const sourcesOf = new Map([...inputs].map(([to, into]) => [to, into.map(({ from }) => from).sort()]));
  const groups = Map.groupBy(sourcesOf.keys(), (to) => sourcesOf.get(to)?.join() ?? '');
  const deals = new Map<string, Deal>();
  for (const readers of groups.values()) {
    const sources = sourcesOf.get(readers[0] ?? '') ?? [];
    const offered = sources.reduce((sum, key) => sum + written(key), 0);
    const demanded = readers.reduce((sum, key) => sum + read(key), 0);
    const isFanOut = readers.every((key) => read(key) === offered);
    for (const key of readers) deals.set(key, { offered, demanded, isFanOut });
  }
  return edges.map(({ from, to, isDry }) => {
    const { offered, demanded, isFanOut } = deals.get(to) ?? { offered: 0, demanded: 0, isFanOut: true };
    const share = isFanOut || demanded === 0 ? 1 : read(to) / demanded;
    const portion = offered === 0 ? 0 : written(from) / offered;
    return { from, to, isDry, given: written(from) * share, taken: read(to) * portion };
  });
};

/** What is offered to readers of the same rows, and what they took together. */
interface Deal {
  readonly offered: number;
  readonly demanded: number;
  readonly isFanOut: boolean;
}
