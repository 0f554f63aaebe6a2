import type { Expectation } from '@sightglass/model/contract';
import type { Header } from './csv/header.ts';
import type { BlockReport } from './blocks/block.ts';
import { KeySet } from './blocks/key-set.ts';
import { keyExpectations } from './blocks/row-plan.ts';

/** What broke one expectation. */
export interface Tally {
  count: number;
  /** The first physical lines, ascending. */
  readonly lines: number[];
  /** The first rows that broke it, as they stand in the file. */
  readonly rows: Buffer[];
}

export interface RejectedRow {
  readonly line: number;
  /** Where it stood in the first file when this is a reject file; otherwise the same. */
  readonly firstLine: number;
  readonly bytes: Buffer;
  /** Ids of the expectations it broke. */
  readonly reasons: readonly string[];
}

/** Its ordinal counts the rows of the block. */
type OnAccepted = (bytes: Buffer, ordinal: number) => void;

const mostLines = 10;
const mostRows = 3;
/** An ordinal and an expectation in one number that sorts by ordinal. */
const rulesAtMost = 1 << 20;

/** Adds up the reports of blocks, in the order of the file. */
export class Collector {
  readonly tallies: readonly Tally[];
  /** Each row under the first of its reasons, so that they add up. */
  readonly rejectedByReason = new Map<string, number>();
  readonly lineEnds: { lf: number; crlf: number; cr: number };
  /** Keys that the JSON objects of the file have. */
  readonly keys = new Set<string>();
  rows = 0;
  rejected = 0;
  /** Physical lines so far. */
  lines: number;
  readonly #expectations: readonly Expectation[];
  readonly #keys: readonly { readonly ruleIndex: number; readonly seen: KeySet }[];

  /** `earlier` holds, per expectation of uniqueness, the keys that came before this file; they are added to. */
  constructor(
    expectations: readonly Expectation[],
    header: Pick<Header, 'lines' | 'lineEnds'>,
    earlier: readonly KeySet[] = [],
  ) {
    this.#expectations = expectations;
    this.#keys = keyExpectations(expectations).map((ruleIndex, index) => ({
      ruleIndex,
      seen: earlier[index] ?? new KeySet(),
    }));
    this.tallies = expectations.map(() => ({ count: 0, lines: [], rows: [] }));
    this.lines = header.lines;
    this.lineEnds = { ...header.lineEnds };
  }

  /** Calls `onRejected` for each row of the block that breaks what may fail, in order, and `onAccepted` for each other. */
  add(report: BlockReport, onRejected: (row: RejectedRow) => void, onAccepted?: OnAccepted): void {
    const broken = this.#brokenIn(report);
    const bytes = Buffer.from(report.buffer);
    const rowAt = (ordinal: number): Buffer => bytes.subarray(report.starts[ordinal], report.ends[ordinal]);
    let next = 0;
    const pass = (until: number): void => {
      if (onAccepted !== undefined) for (; next < until; next += 1) onAccepted(rowAt(next), next);
    };
    for (let at = 0; at < broken.length;) {
      const ordinal = Math.floor(broken[at]! / rulesAtMost);
      const line = this.lines + report.rowLines[ordinal]! + 1;
      const reasons: string[] = [];
      for (; at < broken.length && Math.floor(broken[at]! / rulesAtMost) === ordinal; at += 1) {
        if (at > 0 && broken[at] === broken[at - 1]) continue;
        const reason = this.#count(broken[at]! % rulesAtMost, line, rowAt(ordinal));
        if (reason !== undefined) reasons.push(reason);
      }
      const [reason] = reasons;
      if (reason === undefined) continue;
      this.rejectedByReason.set(reason, (this.rejectedByReason.get(reason) ?? 0) + 1);
      pass(ordinal);
      next = ordinal + 1;
      this.rejected += 1;
      onRejected({ line, firstLine: firstLineOf(bytes, report, ordinal) ?? line, bytes: rowAt(ordinal), reasons });
    }
    pass(report.rows);
    this.#advance(report);
  }

  /** Ordinals and expectations, sorted. */
  #brokenIn({ violations, keys, rows }: BlockReport): Float64Array {
    const broken: number[] = [];
    for (let at = 0; at < violations.length; at += 2) broken.push(violations[at]! * rulesAtMost + violations[at + 1]!);
    for (const [index, { ruleIndex, seen }] of this.#keys.entries()) {
      const hashes = keys[index]!;
      for (let row = 0; row < rows; row += 1) {
        const [one, two] = [hashes[row * 2]!, hashes[row * 2 + 1]!];
        if ((one !== 0 || two !== 0) && !seen.add(one, two)) broken.push(row * rulesAtMost + ruleIndex);
      }
    }
    return Float64Array.from(broken).sort();
  }

  /** The reason code, when it rejects. */
  #count(ruleIndex: number, line: number, row: Buffer): string | undefined {
    const { id, error } = this.#expectations[ruleIndex]!;
    const tally = this.tallies[ruleIndex]!;
    tally.count += 1;
    if (tally.lines.length < mostLines) tally.lines.push(line);
    if (tally.rows.length < mostRows) tally.rows.push(Buffer.from(row));
    return error === 'never' ? undefined : id;
  }

  #advance({ rows, lines, lineEnds, newKeys }: BlockReport): void {
    for (const key of newKeys) this.keys.add(key);
    this.rows += rows;
    this.lines += lines;
    this.lineEnds.lf += lineEnds.lf;
    this.lineEnds.crlf += lineEnds.crlf;
    this.lineEnds.cr += lineEnds.cr;
  }
}

/** The first of our own fields; a comment between two rows is none. */
const ownLine = /(?:^|[\r\n])[ \t]*(?:\{\s*"_line"\s*:\s*)?"?(\d+)/u;

/** Between two rows of a reject file stand our own fields, of any other file line ends. */
const firstLineOf = (bytes: Buffer, { starts, ends }: BlockReport, ordinal: number): number | undefined => {
  const between = bytes.toString('latin1', ordinal === 0 ? 0 : ends[ordinal - 1], starts[ordinal]);
  const digits = ownLine.exec(between)?.[1];
  return digits === undefined ? undefined : Number(digits);
};
