import type { Edge } from './edges.ts';
import type { Section } from './sections.ts';

/** One further than whatever it follows, or level with what it stands beside. A circle is cut at its first section. */
export const columnsOf = (
  sections: readonly Section[],
  edges: readonly Edge[],
  besides: ReadonlyMap<string, string>,
): Map<string, number> => {
  const steps = [
    ...edges.map(({ from, to }) => ({ from, to, step: 1 })),
    ...[...besides].map(([to, from]) => ({ from, to, step: 0 })),
  ];
  const outgoing = Map.groupBy(steps, ({ from }) => from);
  const waitsFor = new Map<string, number>();
  for (const { to } of steps) waitsFor.set(to, (waitsFor.get(to) ?? 0) + 1);
  const columns = new Map<string, number>();
  const settled = new Set<string>();
  const settle = (first: string) => {
    const ready = [first];
    for (let key = ready.pop(); key !== undefined; key = ready.pop()) {
      if (settled.has(key)) continue;
      settled.add(key);
      const column = columns.get(key) ?? 0;
      columns.set(key, column);
      for (const { to, step } of outgoing.get(key) ?? []) {
        if (settled.has(to)) continue;
        columns.set(to, Math.max(columns.get(to) ?? 0, column + step));
        const left = (waitsFor.get(to) ?? 0) - 1;
        waitsFor.set(to, left);
        if (left === 0) ready.push(to);
      }
    }
  };
  for (const { key } of sections) if (!waitsFor.has(key)) settle(key);
  for (const { key } of sections) settle(key);
  return columns;
};
