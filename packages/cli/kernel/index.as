// Reads lines of output that are records by themselves, and writes those records, compiled to WebAssembly (`npm run kernel`). What it writes is
// what the functions of src/lines and output-log.ts write, which read every line that it leaves, and are what it is tested against.
import { controlSign, lineEnd, lineSigns, measureLine } from './bytes';
import { writeJson } from './json';
import { input, mostLineBytes, outputLimit } from './layout';
import { begin, finish, outputAt } from './records';
import { writeText } from './texts';

/** As `mayContinue` of line-bytes.ts. */
@inline
function mayContinue(first: u32, signs: u32): bool {
  return first == 0x20 || (first - 9 <= 4 && first != 10) || first > 0x7f || (signs & controlSign) != 0;
}

/** Reads lines from `from` on, up to one that is left to others, or the last that is whole before `stop`; where it has come to. Both count from `input`. */
export function readLines(from: i32, stop: i32): i32 {
  const stopAt = input + <usize>stop;
  let at = input + <usize>from;
  begin();
  let isMeasured = false;
  while (at < stopAt && outputAt < outputLimit) {
    if (!isMeasured) measureLine(at, stopAt);
    isMeasured = false;
    const end = lineEnd;
    if (end == stopAt) break;
    if (load<u8>(at) == 0x7b) {
      if (!writeJson(at, end)) break;
      at = end + 1;
      continue;
    }
    const signs = lineSigns;
    const next = end + 1;
    if (end - at > mostLineBytes || next >= stopAt) break;
    measureLine(next, stopAt);
    if (lineEnd == stopAt || mayContinue(load<u8>(next), lineSigns)) break;
    if (!writeText(at, end, signs)) break;
    at = next;
    isMeasured = true;
  }
  finish();
  return <i32>(at - input);
}
