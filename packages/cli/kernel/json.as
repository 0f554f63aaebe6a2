import { isDigit, mayHaveFields, standsAt } from './bytes';
import {
  fieldText, jsonSecond, messageText, mostLineBytes, originBytes, origins, shapeBytes, shapeCount, shapeOrder, shapes, valueEnds,
  valueKinds, valueNumbers, valueStarts,
} from './layout';
import { addBoolean, addNumber, addText, believed, clearOwn, timeOfRecord, writeRecord } from './records';
import { isFine, timeOf, timeOfNumber } from './times';
import { escapedKind, nullKind, numberKind, readValue, textKind, trueKind, unescapeText } from './values';

const nullText = memory.data<u8>([0x6e, 0x75, 0x6c, 0x6c, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** Fields of a shape: how many values; which is message, level and time, or -1; whether the level stays; how many levels are known. */
@inline
function field(shape: usize, index: usize): i32 {
  return load<i32>(shape + (index << 2));
}

@inline
function startOf(place: i32): usize {
  return <usize>load<i32>(valueStarts + (<usize>place << 2));
}

@inline
function endOf(place: i32): usize {
  return <usize>load<i32>(valueEnds + (<usize>place << 2));
}

@inline
function kindOf(place: i32): i32 {
  return load<i32>(valueKinds + (<usize>place << 2));
}

@inline
function numberOf(place: i32): f64 {
  return load<f64>(valueNumbers + (<usize>place << 3));
}

/** Whether the line is of this shape: what stands between its values; the last of these literals ends it. */
function isOfShape(shape: usize, start: usize, end: usize): bool {
  const count = field(shape, 0);
  let at = start;
  for (let index = 0; index <= count; index += 1) {
    const literal = shape + 64 + (<usize>index << 3);
    const length = <usize>load<i32>(literal + 4);
    if (length > end - at || !standsAt(shape + <usize>load<i32>(literal), length, at)) return false;
    at += length;
    if (index == count) break;
    at = readValue(at, index);
    if (at == 0 || at > end) return false;
  }
  return at == end;
}

function findShape(start: usize, end: usize): usize {
  const count = load<i32>(shapeCount);
  for (let index = 0; index < count; index += 1) {
    const place = shapeOrder + (<usize>index << 2);
    const slot = load<i32>(place);
    const shape = shapes + <usize>slot * shapeBytes;
    if (!isOfShape(shape, start, end)) continue;
    if (index > 0) {
      store<i32>(place, load<i32>(place - 4));
      store<i32>(place - 4, slot);
    }
    return shape;
  }
  return 0;
}

/** A text of so many digits is a number of nanoseconds. */
function startsWithDigits(start: usize, end: usize): bool {
  if (end - start < 18) return false;
  for (let at = start; at < start + 16; at += 1) if (!isDigit(load<u8>(at))) return false;
  return true;
}

/** The level that is written in `place`: what is known of it, 0 where nothing is. Kind, length, slot of its origin, whether it says the same, its text. */
function findLevel(shape: usize, place: i32): usize {
  const kind = kindOf(place);
  const start = startOf(place);
  const length = <i32>(endOf(place) - start);
  const count = field(shape, 5);
  for (let index = 0; index < count; index += 1) {
    const level = shape + 1280 + (<usize>index << 6);
    if (load<i32>(level) != kind || load<i32>(level + 4) != length) continue;
    if (standsAt(level + 16, length, start)) return level;
  }
  return 0;
}

function addField(name: usize, nameLength: usize, place: i32): void {
  const kind = kindOf(place);
  if (kind == textKind) addText(name, nameLength, startOf(place), endOf(place));
  else if (kind == escapedKind) addText(name, nameLength, fieldText, unescapeText(startOf(place), endOf(place), fieldText));
  else if (kind == numberKind) addNumber(name, nameLength, numberOf(place));
  else if (kind == nullKind) addText(name, nameLength, nullText, nullText + 4);
  else addBoolean(name, nameLength, kind == trueKind);
}

let writtenMs: f64 = NaN;
let messageStart: usize = 0;
let messageEnd: usize = 0;

function readMessage(message: i32, start: usize, end: usize): bool {
  messageStart = start;
  messageEnd = end;
  if (message >= 0) {
    messageStart = startOf(message);
    messageEnd = endOf(message);
    const kind = kindOf(message);
    if (kind == escapedKind) {
      messageEnd = unescapeText(messageStart, messageEnd, messageText);
      messageStart = messageText;
    } else if (kind != textKind || (messageEnd - messageStart == 4 && standsAt(nullText, 4, messageStart))) return false;
  }
  return !mayHaveFields(messageStart, messageEnd);
}

/** False where its time has to be read by others. */
function readTime(time: i32): bool {
  writtenMs = NaN;
  if (time < 0) return true;
  if (kindOf(time) == numberKind) writtenMs = timeOfNumber(numberOf(time));
  else if (kindOf(time) == textKind && !startsWithDigits(startOf(time), endOf(time)))
    writtenMs = timeOf(jsonSecond, startOf(time), endOf(time));
  return !isNaN(writtenMs);
}

/** Writes the record of a line of JSON, as `createQuickJson` reads it; false where it is of no known shape, or has something unusual. */
export function writeJson(start: usize, end: usize): bool {
  if (end - start > mostLineBytes) return false;
  const shape = findShape(start, end);
  if (shape == 0) return false;
  const message = field(shape, 1);
  const severity = field(shape, 2);
  const time = field(shape, 3);
  if (!readMessage(message, start, end) || !readTime(time)) return false;
  const isTimeKept = time >= 0 && kindOf(time) != numberKind && isFine;
  let origin = origins;
  let dropped = -1;
  if (severity >= 0) {
    const level = findLevel(shape, severity);
    if (level == 0) return false;
    origin = origins + <usize>load<i32>(level + 8) * originBytes;
    if (load<i32>(level + 12) != 0 && field(shape, 4) == 0) dropped = severity;
  }
  const atMs = timeOfRecord(writtenMs);
  if (isNaN(atMs)) return false;
  clearOwn();
  const count = field(shape, 0);
  for (let place = 0; place < count; place += 1) {
    if (place == message || place == dropped || (place == time && !isTimeKept)) continue;
    if (load<u8>(shape + 1152 + <usize>place) != 0 && kindOf(place) != nullKind) return false;
    const name = shape + 640 + (<usize>place << 3);
    addField(shape + <usize>load<i32>(name), <usize>load<i32>(name + 4), place);
  }
  if (time >= 0 && !isTimeKept && !believed()) {
    const name = shape + 640 + (<usize>time << 3);
    if (kindOf(time) == numberKind) addNumber(shape + <usize>load<i32>(name), <usize>load<i32>(name + 4), numberOf(time));
    else addText(shape + <usize>load<i32>(name), <usize>load<i32>(name + 4), startOf(time), endOf(time));
  }
  writeRecord(atMs, messageStart, messageEnd, origin + 8, <usize>load<i32>(origin), load<i32>(origin + 4));
  return true;
}
