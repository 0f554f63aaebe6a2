/** Where the fields of some well-formed rows are in the bytes of a block. Field `column` of `row` is at `row * width + column`. */
export interface FieldTable {
  readonly width: number;
  readonly capacity: number;
  rows: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Which row of the block this is. */
  readonly ordinals: Int32Array;
}

/** Small enough for its bytes to stay in the cache while column after column is checked, and so many that starting on a column is rare. */
const mostFields = 1 << 17;
const mostRows = 1 << 13;

/** So many rows a table of `width` columns has. */
export const rowsFor = (width: number): number =>
  Math.max(16, Math.min(mostRows, Math.floor(mostFields / Math.max(1, width))));

export const createFieldTable = (width: number): FieldTable => {
  const capacity = rowsFor(width);
  return {
    width,
    capacity,
    rows: 0,
    starts: new Int32Array(capacity * width),
    ends: new Int32Array(capacity * width),
    ordinals: new Int32Array(capacity),
  };
};
