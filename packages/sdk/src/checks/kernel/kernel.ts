import type { Scratch } from '../columns/column-batch.ts';
import type { Dialect } from '../csv/dialect.ts';
import type { ScanState, ScanTarget } from '../csv/scanner.ts';
import { type FieldTable, rowsFor } from '../field-table.ts';
import type { ColumnKernel } from './column-kernel.ts';
import { mostBuckets } from '../profile/histogram.ts';
import { createKernelHeap } from './kernel-heap.ts';
import { reachTo, startKernel } from './kernel-module.ts';

/** The inner loops in WebAssembly, and the memory they work on: that of a block, of the fields in it and of one column. */
export interface Kernel extends ColumnKernel {
  /** Room for a block and what is put behind it. */
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly table: FieldTable;
  readonly scratch: Scratch;
  /** As `scanRecords`. */
  readonly scan: (bytes: Uint8Array, end: number, dialect: Dialect, state: ScanState, target: ScanTarget) => void;
}

/** What lies below holds constants. */
const firstFree = 4096;
const scanFound = 9;

/** For tables of so many columns and blocks of so many bytes; undefined where WebAssembly cannot be used. */
export const createKernel = (width: number, roomBytes: number): Kernel | undefined => {
  const started = startKernel();
  if (started === undefined) return undefined;
  const { run, memory } = started;
  const capacity = rowsFor(width);
  const end = run.place(firstFree, roomBytes, width, capacity);
  try {
    reachTo(memory, end);
  } catch {
    return undefined;
  }
  const { buffer } = memory;
  const ints = (at: number, length: number): Int32Array => new Int32Array(buffer, at, length);
  const cells = capacity * width;
  const table: FieldTable = {
    width,
    capacity,
    rows: 0,
    starts: ints(run.startsAt(), cells),
    ends: ints(run.endsAt(), cells),
    ordinals: ints(run.ordinalsAt(), capacity),
  };
  const scratch: Scratch = {
    isNull: new Uint8Array(buffer, run.isNullAt(), capacity),
    values: new Float64Array(buffer, run.valuesAt(), capacity),
    hashes: ints(run.hashesAt(), capacity),
    otherHashes: ints(run.otherHashesAt(), capacity),
    entries: ints(run.entriesAt(), capacity),
  };
  const heap = createKernelHeap(memory, end);
  const found = ints(run.foundAt(), scanFound);
  const rowStarts = ints(run.rowStartsAt(), capacity);
  const rowEnds = ints(run.rowEndsAt(), capacity);
  const rowLines = ints(run.rowLinesAt(), capacity);
  const malformed = ints(run.malformedAt(), capacity * 2);
  const scan: Kernel['scan'] = (_, blockEnd, { delimiter, quote, ownFields }, state, { index, onMalformed }) => {
    const firstOrdinal = index.rows;
    run.scan(state.at, blockEnd, state.spare, state.line, delimiter, quote, ownFields, firstOrdinal);
    const [at, line, spare, lf, crlf, cr, rows, scanned, bad] = found as unknown as ScanFound;
    Object.assign(state, { at, line, spare, lf: state.lf + lf, crlf: state.crlf + crlf, cr: state.cr + cr });
    index.addAll(rowStarts, rowEnds, rowLines, scanned);
    for (let pair = 0; pair < bad * 2; pair += 2)
      onMalformed(firstOrdinal + malformed[pair]!, malformed[pair + 1] === 1 ? 'quotes' : 'width');
    table.rows = rows;
  };
  return {
    run,
    heap,
    bytes: Buffer.from(buffer, run.blockAt(), roomBytes),
    view: new DataView(buffer, run.blockAt(), roomBytes + 64),
    table,
    scratch,
    leftRows: ints(run.leftRowsAt(), capacity),
    found,
    foundDoubles: new Float64Array(buffer, run.foundAt(), 2),
    buckets: heap.doubles(mostBuckets),
    scan,
  };
};

type ScanFound = readonly [
  at: number,
  line: number,
  spare: number,
  lf: number,
  crlf: number,
  cr: number,
  rows: number,
  scanned: number,
  bad: number,
];

/** Whether the kernel's scanner reads the dialect: signs of one byte that ends no line. */
export const isForKernel = ({ delimiter, quote, loose }: Dialect): boolean =>
  loose === undefined && isSign(delimiter) && isSign(quote) && delimiter !== quote;

const isSign = (code: number): boolean => code >= 0 && code < 128 && code !== 10 && code !== 13;
