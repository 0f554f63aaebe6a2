import type { FieldTable } from '../field-table.ts';
import type { ColumnKernel } from '../kernel/column-kernel.ts';

/** One column of a field table, as far as it has been worked out. Shared by all columns, one after the other. */
export interface ColumnBatch {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly table: FieldTable;
  readonly column: number;
  readonly scratch: Scratch;
  readonly facts: BatchFacts;
  /** On which line of the block each of its rows stands, from 0. */
  readonly rowLines: Int32Array;
  /** Where table and scratch lie in its memory; undefined where they do not. */
  readonly kernel: ColumnKernel | undefined;
}

/** What holds for the whole column of a batch. */
export interface BatchFacts {
  nulls: number;
  /** Texts that are neither number nor time. */
  unread: number;
  /** The least and the greatest value; Infinity and -Infinity when there is none. */
  low: number;
  high: number;
  /** The greatest entry of the dictionary; Infinity where a value is not in it. */
  topEntry: number;
}

export interface Scratch {
  /** 1 where the row has no value. */
  readonly isNull: Uint8Array;
  /** Number, or time in milliseconds since 1970; NaN where the text is neither, or the row has no value. */
  readonly values: Float64Array;
  /** Two independent hashes of the bytes. */
  readonly hashes: Int32Array;
  readonly otherHashes: Int32Array;
  /** Entry of the dictionary; -1 where the value is not in it. */
  readonly entries: Int32Array;
}

export const createScratch = (capacity: number): Scratch => ({
  isNull: new Uint8Array(capacity),
  values: new Float64Array(capacity),
  hashes: new Int32Array(capacity),
  otherHashes: new Int32Array(capacity),
  entries: new Int32Array(capacity),
});

export const createFacts = (): BatchFacts => ({
  nulls: 0,
  unread: 0,
  low: Infinity,
  high: -Infinity,
  topEntry: Infinity,
});

export const textAt = ({ bytes, table, column }: ColumnBatch, row: number): string => {
  const cell = row * table.width + column;
  return bytes.toString('utf8', table.starts[cell], table.ends[cell]);
};

/** Of the block, from 0. */
export const lineOf = ({ table, rowLines }: ColumnBatch, row: number): number => rowLines[table.ordinals[row]!]!;
