import {
  bytesFound, lastBodyAt, lastBodyBytes, lastSeverity, latestFoundMs, latestMs, output, own, readAtMs, recordsFound, startedAtMs,
  untilMs,
} from './layout';

/** Where the next record goes, and where the attributes of the one in the making end. */
export let outputAt: usize = output;
export let ownAt: usize = own;

let records: i32 = 0;
let latest: f64 = 0;
let isTimeBelieved: bool = false;

export function begin(): void {
  outputAt = output;
  records = 0;
  latest = load<f64>(latestMs);
  store<f64>(latestFoundMs, 0);
}

export function finish(): void {
  store<f64>(latestMs, latest);
  store<i32>(recordsFound, records);
  store<i32>(bytesFound, <i32>(outputAt - output));
}

@inline
export function believed(): bool {
  return isTimeBelieved;
}

/** The time of the next record, as `createRecordClock` gives it; NaN where it is not to be written here. `written`: NaN where it has none. */
export function timeOfRecord(written: f64): f64 {
  const readAt = load<f64>(readAtMs);
  isTimeBelieved = written >= load<f64>(startedAtMs) - 1000 && written <= readAt + 1000;
  const at = isTimeBelieved ? written : readAt;
  const tieMs: f64 = isTimeBelieved ? 1 : 250;
  const isTie = at <= latest && latest - at < tieMs;
  const ordered = isTie ? latest + 0.001 : at;
  return ordered >= load<f64>(untilMs) ? NaN : ordered;
}

@inline
function sizeOfVarint(value: usize): usize {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : 4;
}

@inline
function putVarint(at: usize, value: u64): usize {
  let to = at;
  let rest = value;
  while (rest > 0x7f) {
    store<u8>(to, <u8>(rest | 0x80));
    rest >>= 7;
    to += 1;
  }
  store<u8>(to, <u8>rest);
  return to + 1;
}

@inline
function put(at: usize, from: usize, length: usize): usize {
  if (length > 64) memory.copy(at, from, length);
  else for (let index: usize = 0; index < length; index += 16) v128.store(at + index, v128.load(from + index));
  return at + length;
}

/** Nanoseconds since the epoch, as `putUnixNano`. */
@inline
function unixNano(atMs: f64): u64 {
  const seconds = Math.floor(atMs / 1000);
  const nanos = (atMs - seconds * 1000) * 1e6;
  const whole = Math.floor(nanos);
  return <u64>seconds * 1000000000 + <u64>whole + <u64>(nanos - whole >= 0.5);
}

/** As `writeLineRecord`: the text from `start` to `end`, what is in {@link own}, and the bytes of its origin. */
export function writeRecord(atMs: f64, start: usize, end: usize, origin: usize, originLength: usize, severity: i32): void {
  const text = end - start;
  const ownLength = ownAt - own;
  const value = 1 + sizeOfVarint(text) + text;
  const length = 18 + 1 + sizeOfVarint(value) + value + originLength + ownLength;
  let at = outputAt;
  store<u8>(at, 0x12);
  at = putVarint(at + 1, length);
  const nano = unixNano(atMs);
  store<u8>(at, 0x09);
  store<u64>(at + 1, nano);
  store<u8>(at + 9, 0x59);
  store<u64>(at + 10, nano);
  store<u8>(at + 18, 0x2a);
  at = putVarint(at + 19, value);
  store<u8>(at, 0x0a);
  at = putVarint(at + 1, text);
  store<i32>(lastBodyAt, <i32>at);
  store<i32>(lastBodyBytes, <i32>text);
  store<i32>(lastSeverity, severity);
  at = put(at, start, text);
  if (ownLength > 0) at = put(at, own, ownLength);
  outputAt = put(at, origin, originLength);
  records += 1;
  if (atMs > latest) latest = atMs;
  if (atMs > load<f64>(latestFoundMs)) store<f64>(latestFoundMs, atMs);
}

export function clearOwn(): void {
  ownAt = own;
}

@inline
function openAttribute(name: usize, nameLength: usize, valueBytes: usize): usize {
  let at = ownAt;
  store<u8>(at, 0x32);
  at = putVarint(at + 1, nameLength + 1 + sizeOfVarint(valueBytes) + valueBytes);
  at = put(at, name, nameLength);
  store<u8>(at, 0x12);
  return putVarint(at + 1, valueBytes);
}

export function addText(name: usize, nameLength: usize, start: usize, end: usize): void {
  const text = end - start;
  let at = openAttribute(name, nameLength, 1 + sizeOfVarint(text) + text);
  store<u8>(at, 0x0a);
  at = putVarint(at + 1, text);
  ownAt = put(at, start, text);
}

export function addBoolean(name: usize, nameLength: usize, value: bool): void {
  const at = openAttribute(name, nameLength, 2);
  store<u8>(at, 0x10);
  store<u8>(at + 1, <u8>value);
  ownAt = at + 2;
}

@inline
function sizeOfLong(value: u64): usize {
  return <usize>((63 - clz(value | 1)) / 7 + 1);
}

export function addNumber(name: usize, nameLength: usize, value: f64): void {
  if (Math.floor(value) != value || Math.abs(value) > 9007199254740991) {
    const at = openAttribute(name, nameLength, 9);
    store<u8>(at, 0x21);
    store<f64>(at + 1, value);
    ownAt = at + 9;
    return;
  }
  const whole = <u64><i64>value;
  const at = openAttribute(name, nameLength, 1 + sizeOfLong(whole));
  store<u8>(at, 0x18);
  ownAt = putVarint(at + 1, whole);
}
