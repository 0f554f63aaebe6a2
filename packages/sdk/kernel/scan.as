import {
  block, capacity, ends, found, malformed, ordinals, room, rowEnds, rowLines, rowStarts, starts, width,
} from './layout';
import { carriageReturn, endOfLine, isLineEnd, lineFeed, mostQuotedBytes, structurals } from './structurals';

/** Copies the value of a field with doubled quotes to `target`; returns where it ends there. */
function unescapeQuoted(start: usize, end: usize, quote: u32, target: usize): usize {
  let to = target;
  for (let at = start; at < end; at += 1) {
    const byte = <u32>load<u8>(at);
    store<u8>(to, byte);
    to += 1;
    if (byte == quote) at += 1;
  }
  return to;
}

/**
 * As `scanRecords` of csv/scanner.ts. `from`, `end` and `spareFrom` count from the block. Leaves in `found`: at, line, spare, line feeds,
 * pairs, carriage returns, rows in the table, rows in all, malformed rows. One function, as what it goes by has to stay in registers: the bits of
 * the 64 bytes at `chunk` that may end a field, or begin or end quotes, of which those that were passed are cleared.
 */
export function scan(from: i32, end: i32, spareFrom: i32, firstLine: i32, delimiter: u32, quote: u32, ownFields: i32, firstOrdinal: i32): void {
  const delimiters = i8x16.splat(<i8>delimiter);
  const quotes = i8x16.splat(<i8>quote);
  const base = block;
  const stopAt = base + <usize>end;
  const roomEnd = base + room;
  const most = capacity;
  const fields = width;
  const rowBytes = <usize>fields << 2;
  let at = base + <usize>from;
  let spare = base + <usize>spareFrom;
  let line = firstLine;
  let rows = 0;
  let all = 0;
  let bad = 0;
  let lf = 0;
  let crlf = 0;
  let cr = 0;
  let doneAt = at;
  let doneLine = line;
  let chunk = at & ~63;
  let mask = structurals(chunk, delimiters, quotes) & (<u64>-1 << <u64>(at & 63));
  let isFull = false;
  while (at < stopAt && all < most && spare < roomEnd) {
    const rowLine = line;
    const firstStart = starts + <usize>rows * rowBytes;
    const firstEnd = ends + <usize>rows * rowBytes;
    let rowStart = at;
    let field = 0;
    let isBroken = false;
    for (;;) {
      if (field == ownFields) rowStart = at;
      let start = at;
      let stop: usize;
      let byte: u32;
      if (<u32>load<u8>(at) == quote && at < stopAt) {
        while (mask == 0) mask = structurals((chunk += 64), delimiters, quotes);
        mask &= mask - 1;
        const limit = min(stopAt, at + mostQuotedBytes);
        let isEscaped = false;
        let isClosed = false;
        let lines = 0;
        for (;;) {
          while (mask == 0) mask = structurals((chunk += 64), delimiters, quotes);
          at = chunk + <usize>ctz(mask);
          mask &= mask - 1;
          if (at >= limit) break;
          byte = load<u8>(at);
          if (byte == quote) {
            if (at + 1 >= stopAt || <u32>load<u8>(at + 1) != quote) {
              isClosed = true;
              break;
            }
            isEscaped = true;
            while (mask == 0) mask = structurals((chunk += 64), delimiters, quotes);
            mask &= mask - 1;
          } else if (byte == lineFeed || (byte == carriageReturn && load<u8>(at + 1) != lineFeed)) lines += 1;
        }
        if (!isClosed) {
          isBroken = true;
          break;
        }
        at += 1;
        byte = load<u8>(at);
        if (byte != delimiter && !isLineEnd(byte)) {
          isBroken = true;
          break;
        }
        while (mask == 0) mask = structurals((chunk += 64), delimiters, quotes);
        mask &= mask - 1;
        line += lines;
        start += 1;
        stop = at - 1;
        if (isEscaped) {
          if (spare + (stop - start) > roomEnd) {
            isFull = true;
            break;
          }
          const copied = unescapeQuoted(start, stop, quote, spare);
          start = spare;
          stop = copied;
          spare = copied;
        }
      } else {
        do {
          while (mask == 0) mask = structurals((chunk += 64), delimiters, quotes);
          at = chunk + <usize>ctz(mask);
          mask &= mask - 1;
          byte = load<u8>(at);
        } while (byte == quote);
        stop = at;
      }
      const column = field - ownFields;
      if (<u32>column < <u32>fields) {
        store<i32>(firstStart + (<usize>column << 2), <i32>(start - base));
        store<i32>(firstEnd + (<usize>column << 2), <i32>(stop - base));
      }
      field += 1;
      if (byte != delimiter) break;
      at += 1;
    }
    if (isFull) {
      spare = roomEnd;
      break;
    }
    if (isBroken) {
      line = rowLine;
      at = endOfLine(rowStart, stopAt);
      chunk = at & ~63;
      mask = structurals(chunk, delimiters, quotes) & (<u64>-2 << <u64>(at & 63));
    }
    const isBlank = field == 1 && at == rowStart && !isBroken;
    if (!isBlank) {
      const scanned = <usize>all << 2;
      store<i32>(rowStarts + scanned, <i32>(rowStart - base));
      store<i32>(rowEnds + scanned, <i32>(at - base));
      store<i32>(rowLines + scanned, rowLine);
      if (isBroken || field != fields + ownFields) {
        store<i32>(malformed + (<usize>bad << 3), all);
        store<i32>(malformed + (<usize>bad << 3) + 4, <i32>isBroken);
        bad += 1;
      } else {
        store<i32>(ordinals + (<usize>rows << 2), firstOrdinal + all);
        rows += 1;
      }
      all += 1;
    }
    if (at < stopAt) {
      line += 1;
      if (load<u8>(at) == lineFeed) lf += 1;
      else if (load<u8>(at + 1) == lineFeed && at + 1 < stopAt) {
        crlf += 1;
        at += 1;
        while (mask == 0) mask = structurals((chunk += 64), delimiters, quotes);
        mask &= mask - 1;
      } else cr += 1;
      at += 1;
    }
    doneAt = at;
    doneLine = line;
  }
  store<i32>(found, <i32>(doneAt - base));
  store<i32>(found, doneLine, 4);
  store<i32>(found, <i32>(spare - base), 8);
  store<i32>(found, lf, 12);
  store<i32>(found, crlf, 16);
  store<i32>(found, cr, 20);
  store<i32>(found, rows, 24);
  store<i32>(found, all, 28);
  store<i32>(found, bad, 32);
}

/** As `endOfQuotedRecords` of csv/cut.ts: where the last whole record of the first `end` bytes of the block ends. */
export function endOfQuotedRecords(end: i32, delimiter: u32, quote: u32): i32 {
  const delimiters = i8x16.splat(<i8>delimiter);
  const quotes = i8x16.splat(<i8>quote);
  const base = block;
  const stopAt = base + <usize>end;
  store<u8>(stopAt, lineFeed);
  let done = base;
  let at = base;
  let chunk = at;
  let mask = structurals(chunk, delimiters, quotes);
  while (at < stopAt) {
    let isBroken = false;
    for (;;) {
      let byte: u32;
      if (<u32>load<u8>(at) == quote && at < stopAt) {
        while (mask == 0) mask = structurals((chunk += 64), delimiters, quotes);
        mask &= mask - 1;
        const limit = min(stopAt, at + mostQuotedBytes);
        let isClosed = false;
        for (;;) {
          while (mask == 0) mask = structurals((chunk += 64), delimiters, quotes);
          at = chunk + <usize>ctz(mask);
          mask &= mask - 1;
          if (at >= limit) break;
          if (<u32>load<u8>(at) == quote) {
            if (at + 1 >= stopAt || <u32>load<u8>(at + 1) != quote) {
              isClosed = true;
              break;
            }
            while (mask == 0) mask = structurals((chunk += 64), delimiters, quotes);
            mask &= mask - 1;
          }
        }
        if (!isClosed) {
          if (limit == stopAt) return <i32>(done - base);
          isBroken = true;
          break;
        }
        at += 1;
        if (at == stopAt) return <i32>(done - base);
        byte = load<u8>(at);
        if (byte != delimiter && !isLineEnd(byte)) {
          isBroken = true;
          break;
        }
        while (mask == 0) mask = structurals((chunk += 64), delimiters, quotes);
        mask &= mask - 1;
      } else {
        do {
          while (mask == 0) mask = structurals((chunk += 64), delimiters, quotes);
          at = chunk + <usize>ctz(mask);
          mask &= mask - 1;
          byte = load<u8>(at);
        } while (byte == quote);
      }
      if (at >= stopAt) return <i32>(done - base);
      if (byte != delimiter) break;
      at += 1;
      if (at >= stopAt) return <i32>(done - base);
    }
    if (isBroken) {
      at = endOfLine(done, stopAt);
      if (at >= stopAt) return <i32>(done - base);
      chunk = at & ~63;
      mask = structurals(chunk, delimiters, quotes) & (<u64>-2 << <u64>(at & 63));
    }
    if (load<u8>(at) != lineFeed) {
      if (at + 1 >= stopAt) return <i32>(done - base);
      if (load<u8>(at + 1) == lineFeed) {
        at += 1;
        while (mask == 0) mask = structurals((chunk += 64), delimiters, quotes);
        mask &= mask - 1;
      }
    }
    at += 1;
    done = at;
  }
  return <i32>(done - base);
}
