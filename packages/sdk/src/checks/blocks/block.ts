import type { Contract, Expectation } from '@sightglass/model/contract';
import type { Dialect } from '../csv/dialect.ts';

/** What threads need to know to check blocks; can be sent to them. */
export interface CheckPlan {
  readonly type: 'csv' | 'jsonl';
  readonly contract: Contract;
  readonly expectations: readonly Expectation[];
  readonly dialect: Dialect;
  /** Names of the columns of the file, in its order. */
  readonly header: readonly string[];
  /** Whether columns are profiled, and not only checked. */
  readonly profiles: boolean;
  /** Whether rows that break nothing are wanted, too. */
  readonly keepsRows: boolean;
  /** Keys that references point to, by the index of their expectation. */
  readonly references: ReadonlyMap<number, readonly string[]>;
}

/** So many bytes are read at once. */
export const blockBytes = 2 << 20;
/** As much again is free behind a block, and room for the line feed that ends it. */
export const roomFor = (bytes: number): number => bytes * 2 + 16;
export const blockRoom = roomFor(blockBytes);

/** Whole records: the first `bytes` of the buffer; as much again is free behind them. */
export interface Block {
  /** Shared, so that threads need not hand it to and fro. */
  readonly buffer: SharedArrayBuffer;
  readonly bytes: number;
}

export interface BlockReport extends Block, BlockFindings {}

/** What came of a block. Ordinals count its rows from 0; lines are its own, from 0. */
export interface BlockFindings {
  readonly rows: number;
  readonly lines: number;
  /** Of each row; empty where no row can be wanted. */
  readonly starts: Int32Array<ArrayBuffer>;
  readonly ends: Int32Array<ArrayBuffer>;
  readonly rowLines: Int32Array<ArrayBuffer>;
  readonly lineEnds: { readonly lf: number; readonly crlf: number; readonly cr: number };
  /** Keys of JSON objects that this checker has not met before. */
  readonly newKeys: readonly string[];
  /** Pairs of ordinal and expectation. */
  readonly violations: Int32Array<ArrayBuffer>;
  /** Per expectation of uniqueness, two hashes for each row; both 0 where nothing is to be compared. */
  readonly keys: readonly Int32Array<ArrayBuffer>[];
}
