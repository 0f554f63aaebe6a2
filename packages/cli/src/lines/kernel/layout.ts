import type { Severity } from '@sightglass/model';

/** Where things are in the memory of the kernel: what packages/cli/kernel/layout.as says. */
export const layout = {
  formats: 0x1_0000,
  context: 0x1_0100,
  origins: 0x1_2000,
  originBytes: 1024,
  heads: 0x2_0000,
  headBytes: 2048,
  shapes: 0x4_0000,
  shapeBytes: 16_384,
  input: 0x10_0000,
  output: 0x15_0000,
  /** Of a line of text, and of JSON. */
  textSecond: 0x1_0140,
  jsonSecond: 0x1_01c0,
  headOrder: 0x1_0300,
  shapeOrder: 0x1_0500,
} as const;

/** Bytes of a block of lines, behind which the kernel may look. */
export const inputBytes = 256 * 1024;

/** Offsets in the context: milliseconds first, then what is counted. */
export const place = {
  latestMs: 0,
  readAtMs: 8,
  startedAtMs: 16,
  untilMs: 24,
  headCount: 40,
  shapeCount: 44,
  recordsFound: 320,
  bytesFound: 324,
  lastSeverity: 328,
  lastBodyAt: 332,
  lastBodyBytes: 336,
  latestFoundMs: 344,
} as const;

/** Of a head, a shape and a second: where their variable parts are, and how long those may be. */
export const headParts = { pattern: 64, mostPattern: 512, origin: 576, mostOrigin: 1400 } as const;
export const shapeParts = {
  literals: 64,
  names: 640,
  isException: 1152,
  levels: 1280,
  levelBytes: 64,
  texts: 2048,
} as const;
export const secondParts = { ms: 16, before: 24, mostBefore: 64, after: 88, mostAfter: 16 } as const;
export const mostHeads = 64;
export const mostShapes = 24;
export const mostLevels = 8;
export const mostLevelText = 48;

/** Those below ERROR, each at the place of its origin. */
export const severities: readonly Severity[] = ['INFO', 'DEBUG', 'WARN'];
