import type { RowKind } from '@sightglass/model/contract';
import type { RowIndex } from '../blocks/row-index.ts';
import type { FieldTable } from '../field-table.ts';
import { endsField } from './cut.ts';
import { carriageReturn, type Dialect, lineFeed } from './dialect.ts';
import { type QuotedField, readQuoted, unescapeQuoted } from './quoted-field.ts';

/** What a scan has come past. */
export interface ScanState {
  /** Where to go on. */
  at: number;
  /** Line of the block, from 0. */
  line: number;
  /** Where unescaped values may be put: behind the block. */
  spare: number;
  lf: number;
  crlf: number;
  cr: number;
}

export interface ScanTarget {
  readonly table: FieldTable;
  readonly index: RowIndex;
  /** A row that cannot be taken apart into `width` fields. */
  readonly onMalformed: (ordinal: number, kind: RowKind) => void;
}

const quoted: QuotedField = { end: 0, escaped: false, lineEnds: 0 };

/**
 * Reads records of `bytes[state.at, end)` into the table until either is full. The block must end with a record, and `bytes[end]`
 * must be a line feed that is not part of it, so that the inner loop needs no bound. A record whose quotes are broken is its first
 * line and no more, so that a forgotten quote costs one row and not the rest of the file. Blank lines are no rows. All fields in
 * one function: calls for each would cost more than the reading.
 */
export const scanRecords = (
  bytes: Uint8Array,
  end: number,
  { delimiter, quote, ownFields }: Dialect,
  state: ScanState,
  { table, index, onMalformed }: ScanTarget,
): void => {
  const { width, capacity, starts, ends, ordinals } = table;
  const ceiling = Math.max(delimiter, carriageReturn);
  let { at, line } = state;
  let rows = 0;
  table.rows = 0;
  while (at < end && rows < capacity && state.spare < bytes.length) {
    const rowLine = line;
    const first = rows * width;
    let rowStart = at;
    let field = 0;
    let isBroken = false;
    for (;;) {
      if (field === ownFields) rowStart = at;
      let byte = bytes[at]!;
      let start = at;
      let stop: number;
      if (byte === quote && at < end) {
        const quoteState = readQuoted(bytes, at, end, quote, quoted);
        if (quoteState !== 'closed' || !(quoted.end === end || endsField(bytes[quoted.end], delimiter))) {
          isBroken = true;
          break;
        }
        at = quoted.end;
        byte = bytes[at]!;
        line += quoted.lineEnds;
        start += 1;
        stop = at - 1;
        if (quoted.escaped) {
          if (state.spare + stop - start > bytes.length) return suspend(state, bytes.length);
          const copied = unescapeQuoted(bytes, start, stop, quote, state.spare);
          start = state.spare;
          stop = copied;
          state.spare = copied;
        }
      } else {
        while (byte > ceiling || (byte !== delimiter && byte !== lineFeed && byte !== carriageReturn)) {
          at += 1;
          byte = bytes[at]!;
        }
        stop = at;
      }
      const column = field - ownFields;
      if (column >= 0 && column < width) {
        starts[first + column] = start;
        ends[first + column] = stop;
      }
      field += 1;
      if (byte !== delimiter || at >= end) break;
      at += 1;
    }
    if (isBroken) {
      at = rowStart;
      line = rowLine;
      at = endOfLine(bytes, at, end);
    }
    const isBlank = field === 1 && at === rowStart && !isBroken;
    if (!isBlank) {
      const ordinal = index.add(rowStart, at, rowLine);
      if (isBroken) onMalformed(ordinal, 'quotes');
      else if (field !== width + ownFields) onMalformed(ordinal, 'width');
      else {
        ordinals[rows] = ordinal;
        table.rows = rows += 1;
      }
    }
    if (at < end) {
      line += 1;
      at = pastLineEnd(bytes, at, end, state);
    }
    state.at = at;
    state.line = line;
  }
};

const endOfLine = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end && bytes[at] !== lineFeed && bytes[at] !== carriageReturn) at += 1;
  return at;
};

/** Counts the line end at `at` by its kind. */
const pastLineEnd = (bytes: Uint8Array, at: number, end: number, state: ScanState): number => {
  if (bytes[at] === lineFeed) state.lf += 1;
  else if (bytes[at + 1] === lineFeed && at + 1 < end) {
    state.crlf += 1;
    return at + 2;
  } else state.cr += 1;
  return at + 1;
};

/** The spare room is used up: the record waits for the next call. */
const suspend = (state: ScanState, full: number): void => {
  state.spare = full;
};
