import {
  colonSign, controlSign, equalsSign, highSign, isDigit, isUtf8, mayHaveFields, namesThrown, upperSign,
} from './bytes';
import { formats, headBytes, headCount, headOrder, heads, origins, textSecond } from './layout';
import { addText, believed, clearOwn, timeOfRecord, writeRecord } from './records';
import { timeOf } from './times';

const timeName = memory.data<u8>([0x0a, 4, 0x74, 0x69, 0x6d, 0x65, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** `:` of a time, `-`, `/` or `.` of a date. */
@inline
function isSeparator(byte: u32): bool {
  return byte == 0x3a || byte - 0x2d <= 2;
}

/** Whether it may begin with a date or a time of day. */
@inline
function isTimed(start: usize, end: usize, first: u32): bool {
  const at = first == 0x5b ? start + 1 : start;
  if (at >= end || !isDigit(load<u8>(at))) return false;
  return isSeparator(load<u8>(at + 2)) || isSeparator(load<u8>(at + 4));
}

/** Fields of a head: bytes of its pattern, bytes of the head, where its time starts and ends, is dated, is weak, needs no colon, severity, bytes of its origin. */
@inline
function headField(head: usize, index: usize): usize {
  return <usize>load<i32>(head + (index << 2));
}

/** A byte 0 of the pattern is any digit. */
@inline
function beginsWith(head: usize, length: usize, start: usize): bool {
  const pattern = head + 64;
  for (let index: usize = 0; index < length; index += 1) {
    const known = <u32>load<u8>(pattern + index);
    const byte = <u32>load<u8>(start + index);
    if (known == 0 ? !isDigit(byte) : byte != known) return false;
  }
  return true;
}

/** 0 where no head is known. */
function findHead(start: usize, end: usize): usize {
  const count = load<i32>(headCount);
  for (let index = 0; index < count; index += 1) {
    const place = headOrder + (<usize>index << 2);
    const slot = load<i32>(place);
    const head = heads + <usize>slot * headBytes;
    const length = headField(head, 0);
    if (end - start <= length || !beginsWith(head, length, start)) continue;
    if (index > 0) {
      store<i32>(place, load<i32>(place - 4));
      store<i32>(place - 4, slot);
    }
    return head;
  }
  return 0;
}

/** As `isCertain` of line-bytes.ts; what takes a pattern is not certain. */
function isCertain(head: usize, start: usize, end: usize, signs: u32): bool {
  const message = start + headField(head, 1);
  if (headField(head, 6) != 0) {
    for (let at = start + headField(head, 0); at < end; at += 1) if (load<u8>(at) == 0x3a) return false;
  }
  const last = <u32>load<u8>(end - 1);
  if (headField(head, 5) != 0 && (end - message <= 64 || last == 0x30 || last == 0x25 || last == 0x2e)) return false;
  if ((signs & upperSign) == 0) return true;
  return load<u8>(message) != 0x54 && (signs & highSign) == 0;
}

/** Writes the record of a line of text that is one by itself, as `kindOfLine` finds it; false where that is not certain. */
export function writeText(start: usize, end: usize, signs: u32): bool {
  const first = <u32>load<u8>(start);
  if (end == start || (signs & controlSign) != 0 || first <= 0x20 || first > 0x7e) return false;
  let textEnd = end;
  while (load<u8>(textEnd - 1) == 0x20 || load<u8>(textEnd - 1) == 9) textEnd -= 1;
  const last = <u32>load<u8>(textEnd - 1);
  if (last <= 0x20 || last > 0x7e) return false;
  if ((signs & highSign) != 0 && !isUtf8(start, end)) return false;
  if ((signs & equalsSign) != 0 && mayHaveFields(start, end)) return false;
  clearOwn();
  if ((signs & colonSign) == 0 && load<u8>(formats + first) == 0 && !isTimed(start, end, first)) {
    if ((signs & upperSign) != 0 && namesThrown(start, end)) return false;
    const atMs = timeOfRecord(NaN);
    if (isNaN(atMs)) return false;
    writeRecord(atMs, start, textEnd, origins + 8, <usize>load<i32>(origins), load<i32>(origins + 4));
    return true;
  }
  if (textEnd != end) return false;
  const head = findHead(start, end);
  if (head == 0 || !isCertain(head, start, end, signs)) return false;
  return writeHeaded(head, start, end);
}

function writeHeaded(head: usize, start: usize, end: usize): bool {
  const timeStart = start + headField(head, 2);
  const timeEnd = start + headField(head, 3);
  let written: f64 = NaN;
  if (timeEnd != start && headField(head, 4) != 0) {
    written = timeOf(textSecond, timeStart, timeEnd);
    if (isNaN(written)) return false;
  }
  const atMs = timeOfRecord(written);
  if (isNaN(atMs)) return false;
  if (timeEnd != start && !believed()) addText(timeName, 6, timeStart, timeEnd);
  writeRecord(atMs, start + headField(head, 1), end, head + 576, headField(head, 8), <i32>headField(head, 7));
  return true;
}
