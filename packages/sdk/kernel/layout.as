// Where things are in memory. Set once by `place`, before anything else is called. Offsets of fields count from `block`.
/** The bytes of the block; a multiple of 64. As much room as `room` bytes. */
export let block: usize = 0;
export let room: usize = 0;
/** Fields of the table: column `column` of row `row` is at `row * width + column`. */
export let width: i32 = 0;
export let capacity: i32 = 0;
export let starts: usize = 0;
export let ends: usize = 0;
/** Which row of the block each row of the table is. */
export let ordinals: usize = 0;
/** Every row that was scanned, also those that are not in the table. */
export let rowStarts: usize = 0;
export let rowEnds: usize = 0;
export let rowLines: usize = 0;
/** Of each row that is not in the table: which of the scanned, and whether its quotes are broken. */
export let malformed: usize = 0;
/** One value a row of the table. */
export let isNull: usize = 0;
export let values: usize = 0;
export let hashes: usize = 0;
export let otherHashes: usize = 0;
export let entries: usize = 0;
/** Rows that are left to the caller. */
export let leftRows: usize = 0;
/** What a scan or a measurement came to. */
export let found: usize = 0;

@inline
function after(at: usize, bytes: usize): usize {
  return (at + bytes + 63) & ~63;
}

/** Lays all out from `from`; returns where it ends. */
export function place(from: usize, roomBytes: usize, tableWidth: i32, tableCapacity: i32): usize {
  width = tableWidth;
  capacity = tableCapacity;
  room = roomBytes;
  const cells = <usize>tableWidth * <usize>tableCapacity;
  const rows = <usize>tableCapacity;
  found = after(from, 0);
  block = found + 128;
  starts = after(block, roomBytes + 128);
  ends = after(starts, cells << 2);
  ordinals = after(ends, cells << 2);
  rowStarts = after(ordinals, rows << 2);
  rowEnds = after(rowStarts, rows << 2);
  rowLines = after(rowEnds, rows << 2);
  malformed = after(rowLines, rows << 2);
  isNull = after(malformed, rows << 3);
  values = after(isNull, rows);
  hashes = after(values, rows << 3);
  otherHashes = after(hashes, rows << 2);
  entries = after(otherHashes, rows << 2);
  leftRows = after(entries, rows << 2);
  return after(leftRows, rows << 2);
}

export function blockAt(): usize { return block; }
export function startsAt(): usize { return starts; }
export function endsAt(): usize { return ends; }
export function ordinalsAt(): usize { return ordinals; }
export function rowStartsAt(): usize { return rowStarts; }
export function rowEndsAt(): usize { return rowEnds; }
export function rowLinesAt(): usize { return rowLines; }
export function malformedAt(): usize { return malformed; }
export function isNullAt(): usize { return isNull; }
export function valuesAt(): usize { return values; }
export function hashesAt(): usize { return hashes; }
export function otherHashesAt(): usize { return otherHashes; }
export function entriesAt(): usize { return entries; }
export function leftRowsAt(): usize { return leftRows; }
export function foundAt(): usize { return found; }
