/** Rows of a selection that was cut by its bytes. */
export interface BoundedRow {
  /** Rows there are, of which those within the bytes were sent. */
  readonly found: number;
}

export interface Bounded<Row> {
  readonly rows: readonly Row[];
  /** Whether all were sent. */
  readonly isAll: boolean;
}

/** The first rows of a selection in its order, as many as so many bytes hold, and one at least; its column `bytes` says what each takes. */
export const withinBytesSql = (selection: string, mostBytes: number): string =>
  `SELECT * EXCEPT (bytes, bytesBefore) FROM (
     SELECT *, count() OVER () AS found, sum(bytes) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - bytes AS bytesBefore
     FROM (${selection})
   ) WHERE bytesBefore < ${mostBytes}`;

export const boundedOf = <Row extends BoundedRow>(rows: readonly Row[]): Bounded<Omit<Row, 'found'>> => ({
  rows: rows.map(({ found: _found, ...row }) => row),
  isAll: rows.length >= (rows[0]?.found ?? 0),
});

/** Bytes of the values of a map. */
export const textBytesSql = (map: string): string => `arraySum(value -> length(value), mapValues(${map}))`;
