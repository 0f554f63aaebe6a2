// Where things are in memory; src/lines/kernel/layout.ts has the same numbers.
/** 256 bytes: 1 where a line that begins with this byte can be of a format without having a colon. */
export const formats: usize = 0x10000;
export const context: usize = 0x10100;
/** What lines of one level have in common: slots of {@link originBytes}, in the order of `severities` of layout.ts. The first is that of INFO. */
export const origins: usize = 0x12000;
export const originBytes: usize = 1024;
export const heads: usize = 0x20000;
export const headBytes: usize = 2048;
export const shapes: usize = 0x40000;
export const shapeBytes: usize = 16384;
/** Of the values of a JSON line: where each starts and ends, its kind, and its number. */
export const valueStarts: usize = 0xa0000;
export const valueEnds: usize = 0xa0100;
export const valueKinds: usize = 0xa0200;
export const valueNumbers: usize = 0xa0300;
/** Attributes of the record in the making. */
export const own: usize = 0xa8000;
export const messageText: usize = 0xd0000;
export const fieldText: usize = 0xe0000;
export const input: usize = 0x100000;
export const output: usize = 0x150000;
/** A record begins before this, and has room behind it. */
export const outputLimit: usize = 0x310000;

/** What is given. */
export const latestMs: usize = context;
export const readAtMs: usize = context + 8;
export const startedAtMs: usize = context + 16;
export const untilMs: usize = context + 24;
export const headCount: usize = context + 40;
export const shapeCount: usize = context + 44;
export const textSecond: usize = context + 64;
export const jsonSecond: usize = context + 192;
/** What is found. */
export const recordsFound: usize = context + 320;
export const bytesFound: usize = context + 324;
export const lastSeverity: usize = context + 328;
export const lastBodyAt: usize = context + 332;
export const lastBodyBytes: usize = context + 336;
export const latestFoundMs: usize = context + 344;
/** In which order heads and shapes are tried. */
export const headOrder: usize = context + 512;
export const shapeOrder: usize = context + 1024;

/** Longer lines are left to others. */
export const mostLineBytes: usize = 60 * 1024;
