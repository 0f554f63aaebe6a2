/** What orders a record: its time as the engine writes it, then the hash of its content. */
export interface OrderedRow {
  readonly timestamp: string;
  readonly hash: string;
}

/** The first rows of an order by time alone, of which the last ones may have been cut among rows of the same time. */
export interface FirstRows<Row> {
  /** As many as were wanted, or all there are. Their times are right. */
  readonly rows: readonly Row[];
  /** Whether they are those that come first by time and then by hash: rows of the same time that come before may have been cut off. */
  readonly areSure: boolean;
}

/**
 * The first `wanted` of `found`, which are the first `asked` rows by time, in any order where their times are equal. More have to be asked for than are
 * wanted: a time is whole when a later one in the order has been found, too.
 */
export const firstRowsOf = <Row extends OrderedRow>(
  found: readonly Row[],
  { asked, wanted, order }: { readonly asked: number; readonly wanted: number; readonly order: 'asc' | 'desc' },
): FirstRows<Row> => {
  const sign = order === 'asc' ? 1 : -1;
  const sorted = found.toSorted((a, b) => sign * compare(a.timestamp, b.timestamp) || compareNumbers(a.hash, b.hash));
  const rows = sorted.slice(0, wanted);
  const isAll = found.length < asked;
  return { rows, areSure: isAll || rows.at(-1)?.timestamp !== sorted.at(-1)?.timestamp };
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of whole numbers as text. */
const compareNumbers = (a: string, b: string): number => a.length - b.length || compare(a, b);
