import type { Encoding } from './encoding.ts';
import type { CheckStatus, Tolerance } from './tolerance.ts';

/** What came out of one expectation. */
export interface CheckResult {
  /** Id of the expectation, such as `delay.min`; the reason code of rows it rejected. */
  readonly expectation: string;
  readonly scope: 'file' | 'row' | 'column' | 'table';
  readonly column: string | null;
  readonly status: CheckStatus;
  /** One sentence: what was expected and what was found. */
  readonly message: string;
  /** Rows, columns or files that broke it. */
  readonly count: number;
  /** `count` of the rows that were checked, 0 to 100. */
  readonly percent: number;
  /** Physical lines of the first that broke it, ascending. */
  readonly lines: readonly number[];
  readonly warn: Tolerance;
  readonly error: Tolerance;
}

export interface HistogramBucket {
  readonly from: number | string;
  readonly to: number | string;
  readonly count: number;
}

/** What is in one column of a file. Of a column of personal data no value is shown. */
export interface ColumnProfile {
  readonly name: string;
  /** As the contract says; null for a column it does not name. */
  readonly declaredType: string | null;
  /** The narrowest type that fits every value seen, judged by up to 10,000 distinct ones. */
  readonly inferredType: string;
  readonly nulls: number;
  readonly distinct: number;
  /** False when `distinct` is an estimate (HyperLogLog, ± 2 %) and `top` counts only values met early. */
  readonly exact: boolean;
  readonly min: number | string | null;
  readonly max: number | string | null;
  readonly top: readonly { readonly value: string; readonly count: number }[];
  /** Of values, for numbers and times; of lengths in characters otherwise. `to` is exclusive. */
  readonly histogram: readonly HistogramBucket[];
}

/** A rejected row to look at. */
export interface RejectedSample {
  /** Physical line, 1 for the first of the file. */
  readonly line: number;
  /** Ids of the expectations it broke. */
  readonly reasons: readonly string[];
  /** As it stands in the file, cut short when long; columns of personal data are starred out. */
  readonly row: string;
}

/** What a check found out about one file. */
export interface CheckReport {
  readonly file: string;
  readonly contract: string | null;
  readonly status: CheckStatus;
  /** As on disk. */
  readonly bytes: number;
  readonly modifiedAt: string | null;
  readonly format: {
    readonly type: 'csv' | 'jsonl' | 'parquet';
    readonly compression: 'gzip' | 'zstd' | 'zip' | null;
    readonly encoding: Encoding;
    readonly byteOrderMark: boolean;
    readonly delimiter: string | null;
    readonly lineEnds: { readonly lf: number; readonly crlf: number; readonly cr: number };
  };
  /** Physical lines, header and blank ones included. */
  readonly lines: number;
  readonly rows: number;
  readonly rejected: number;
  /** Each row under the first of its reasons, so that they add up to `rejected`. */
  readonly rejectedByReason: Readonly<Record<string, number>>;
  /** The first two rows rejected for each reason, ten in all. */
  readonly samples: readonly RejectedSample[];
  readonly rejectFile: string | null;
  /** Where files of an earlier check were moved, which may hold corrections. */
  readonly earlierFiles: readonly string[];
  readonly columns: readonly ColumnProfile[];
  readonly results: readonly CheckResult[];
  readonly durationMs: number;
}
