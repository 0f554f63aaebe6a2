/** Where each row of a block begins and ends, and on which line: that of the block, from 0. Grows. */
export class RowIndex {
  rows = 0;
  starts: Int32Array<ArrayBuffer>;
  ends: Int32Array<ArrayBuffer>;
  lines: Int32Array<ArrayBuffer>;

  constructor(expectedRows = 1024) {
    this.starts = new Int32Array(expectedRows);
    this.ends = new Int32Array(expectedRows);
    this.lines = new Int32Array(expectedRows);
  }

  /** Returns the ordinal of the row. */
  add(start: number, end: number, line: number): number {
    const { rows } = this;
    if (rows === this.starts.length) this.#grow();
    this.starts[rows] = start;
    this.ends[rows] = end;
    this.lines[rows] = line;
    this.rows += 1;
    return rows;
  }

  /** Adds the first `rows` of three lists. */
  addAll(starts: Int32Array, ends: Int32Array, lines: Int32Array, rows: number): void {
    while (this.rows + rows > this.starts.length) this.#grow();
    this.starts.set(starts.subarray(0, rows), this.rows);
    this.ends.set(ends.subarray(0, rows), this.rows);
    this.lines.set(lines.subarray(0, rows), this.rows);
    this.rows += rows;
  }

  #grow(): void {
    this.starts = doubled(this.starts);
    this.ends = doubled(this.ends);
    this.lines = doubled(this.lines);
  }
}

const doubled = (array: Int32Array): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
};
