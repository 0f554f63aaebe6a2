import { severityNumbers, severityOf, type Severity } from '@sightglass/model';
import { mayBeFormat } from '../plain-line.ts';
import { none } from '../quick/quick-line.ts';
import type { WrittenSecond } from '../quick/time-bytes.ts';
import type { Attributes } from '../parsed-line.ts';
import { startKernel } from './kernel-module.ts';
import { createKnownForms, type KnownForms } from './known-forms.ts';
import { inputBytes, layout, place, severities } from './layout.ts';

/** Records of lines that follow each other, as they go over the wire; good until the next ones are written. */
export interface LineRun {
  readonly records: Uint8Array;
  readonly count: number;
  /** Of the last record: its level, and where its text stands in `records`. */
  readonly severity: Severity;
  readonly bodyAt: number;
  readonly bodyEnd: number;
  /** The time of the latest record. */
  readonly latestAtMs: number;
}

/** Where the records of a stream go, and what they have in common. */
export interface LineRuns {
  readonly startedAtMs: number;
  /** The time of the record before. */
  readonly latest: { ms: number };
  /** What all lines of one level and logger have in common, as bytes. */
  readonly originOf: (severity: Severity, common: Attributes) => Uint8Array;
  /** Records from this time on are to be written one by one; 0 while all are. */
  readonly untilMs: () => number;
  readonly onRun: (run: LineRun, readAtMs: number) => void;
}

/** Reads runs of lines that are records by themselves in WebAssembly: most lines of a program that prints much. */
export interface LineKernel {
  readonly known: KnownForms;
  /** The block is another one than before, or holds other bytes. */
  readonly forget: () => void;
  /** Reads lines from `at` on and hands on their records; where the line starts that it leaves to others. */
  readonly read: (block: Buffer, at: number, readAtMs: number, seconds: WrittenSeconds) => number;
}

/** Of a line of text, and of JSON. */
export interface WrittenSeconds {
  readonly text: WrittenSecond | undefined;
  readonly json: WrittenSecond | undefined;
}

/** So much of a block has to be there for it not to be copied anew. */
const leastAheadBytes = 64 * 1024;

/** Undefined where WebAssembly cannot be used. */
export const createLineKernel = (runs: LineRuns): LineKernel | undefined => {
  const started = startKernel();
  if (started === undefined) return undefined;
  const { memory, readLines } = started;
  if (!putConstants(memory.buffer, runs)) return undefined;
  const context = new DataView(memory.buffer, layout.context, 512);
  const known = createKnownForms(memory.buffer, runs.originOf);
  const block = createBlock(memory.buffer);
  /** Where the line starts that was left last. */
  let leftAt = -1;
  return {
    known,
    forget: () => {
      leftAt = -1;
      block.forget();
    },
    read: (bytes, at, readAtMs, seconds) => {
      const untilMs = at <= leftAt ? 0 : runs.untilMs();
      if (untilMs === 0) return at;
      const { from, to } = block.load(bytes, at);
      known.second('textSecond', seconds.text);
      known.second('jsonSecond', seconds.json);
      context.setFloat64(place.latestMs, runs.latest.ms, true);
      context.setFloat64(place.readAtMs, readAtMs, true);
      context.setFloat64(place.startedAtMs, runs.startedAtMs, true);
      context.setFloat64(place.untilMs, untilMs, true);
      leftAt = from + readLines(at - from, to - from);
      const run = runIn(context);
      if (run === undefined) return leftAt;
      runs.latest.ms = context.getFloat64(place.latestMs, true);
      runs.onRun(run, readAtMs);
      return leftAt;
    },
  };
};

/** What does not change; false where there is no room for it. */
const putConstants = (memory: ArrayBuffer, { originOf }: LineRuns): boolean => {
  const bytes = new Uint8Array(memory);
  const view = new DataView(memory);
  for (let byte = 0; byte < 256; byte += 1) bytes[layout.formats + byte] = mayBeFormat(byte) ? 1 : 0;
  return severities.every((severity, slot) => {
    const origin = originOf(severity, none);
    if (origin.byteLength > layout.originBytes - 8) return false;
    const at = layout.origins + slot * layout.originBytes;
    view.setInt32(at, origin.byteLength, true);
    view.setInt32(at + 4, severityNumbers[severity], true);
    bytes.set(origin, at + 8);
    return true;
  });
};

/** What of the bytes is in the memory of the kernel: a block is copied once, unless it is long. */
const createBlock = (memory: ArrayBuffer) => {
  const input = new Uint8Array(memory, layout.input, inputBytes);
  let loaded: Buffer | undefined;
  const part = { from: 0, to: 0 };
  return {
    forget: (): void => {
      loaded = undefined;
    },
    load: (bytes: Buffer, at: number): typeof part => {
      const isThere = loaded === bytes && at >= part.from && at < part.to;
      if (isThere && (part.to === bytes.length || part.to - at >= leastAheadBytes)) return part;
      loaded = bytes;
      part.from = at;
      part.to = Math.min(bytes.length, at + inputBytes);
      input.set(bytes.subarray(part.from, part.to));
      return part;
    },
  };
};

/** The records that were written last; undefined where there are none. */
const runIn = (context: DataView): LineRun | undefined => {
  const int = (offset: number): number => context.getInt32(offset, true);
  const count = int(place.recordsFound);
  if (count === 0) return undefined;
  const bodyAt = int(place.lastBodyAt) - layout.output;
  return {
    records: new Uint8Array(context.buffer as ArrayBuffer, layout.output, int(place.bytesFound)),
    count,
    severity: severityOf(int(place.lastSeverity)),
    bodyAt,
    bodyEnd: bodyAt + int(place.lastBodyBytes),
    latestAtMs: context.getFloat64(place.latestFoundMs, true),
  };
};
