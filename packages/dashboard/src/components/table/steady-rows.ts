/** What a list shows while it is pointed at, and how many rows wait to be shown above them. */
export interface SteadyRows<Row> {
  readonly rows: readonly Row[];
  readonly waiting: number;
}

/**
 * The rows that are shown keep their places, with what is new about them; a row that has left stays as it was. Rows that come after the
 * last one follow it; all other new ones wait. Pure.
 */
export const steadyRows = <Row>(
  shown: readonly Row[],
  fresh: readonly Row[],
  keyOf: (row: Row) => string,
): SteadyRows<Row> => {
  const freshByKey = new Map(fresh.map((row) => [keyOf(row), row]));
  const known = new Set(shown.map(keyOf));
  const lastKnown = fresh.findLastIndex((row) => known.has(keyOf(row)));
  if (lastKnown === -1) return { rows: fresh, waiting: 0 };
  const further = fresh.slice(lastKnown + 1);
  const waiting = fresh.slice(0, lastKnown).filter((row) => !known.has(keyOf(row))).length;
  return { rows: [...shown.map((row) => freshByKey.get(keyOf(row)) ?? row), ...further], waiting };
};
