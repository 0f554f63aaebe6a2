/** Rows that all of some sections hand to all of some others. Kept as one until few sections are left: their pairs are many. */
export interface Handoff {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Those between the sections there are. */
export const handoffsAmong = (handoffs: readonly Handoff[], keys: ReadonlySet<string>): Handoff[] =>
  handoffs
    .map(({ from, to }) => ({ from: from.filter((key) => keys.has(key)), to: to.filter((key) => keys.has(key)) }))
    .filter(({ from, to }) => from.length > 0 && to.length > 0);

/** The handoffs between what sections were merged into. */
export const mergeHandoffs = (handoffs: readonly Handoff[], keyOf: ReadonlyMap<string, string>): Handoff[] => {
  const merged = (keys: readonly string[]) => [...new Set(keys.map((key) => keyOf.get(key) ?? key))];
  return handoffs.map(({ from, to }) => ({ from: merged(from), to: merged(to) }));
};
