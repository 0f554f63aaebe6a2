import { isUtf8 } from 'node:buffer';
import { severityNumbers } from '@sightglass/model';
import { beginsException, beginsTraceback } from './exception.ts';
import { nothingFound } from './line-formats.ts';
import { mayBeFormat, parsePlainLine, type PlainLine } from './plain-line.ts';
import type { LineHead, LineHeads } from './quick/line-head.ts';

/** What the bytes of a line show, without its text. */
const sign = { colon: 1, equals: 2, upper: 4, control: 8, high: 16, space: 32 } as const;

const newline = 0x0a;
const colon = 0x3a;
const signs = new Uint8Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  if (byte === 0x3a) signs[byte] = sign.colon;
  else if (byte === 0x3d) signs[byte] = sign.equals;
  // `E` of Error and Exception, `T` of Throwable.
  else if (byte === 0x45 || byte === 0x54) signs[byte] = sign.upper;
  else if (byte === 0x20 || byte === 0x09) signs[byte] = sign.space;
  // A line that is redrawn, or has escape codes: 9B is one by itself, where it is not part of a character.
  else if (byte === 0x0d || byte === 0x1b) signs[byte] = sign.control;
  else if (byte === 0x9b) signs[byte] = sign.control | sign.high;
  else if (byte > 0x7f) signs[byte] = sign.high;
}

/** Of the line that was measured last: where it ends, what is in it, and where its last colon is. */
export interface LineMeasure {
  end: number;
  signs: number;
  lastColon: number;
}

/** Finds the newline from `start` on, or the end of the bytes: then `end` is their length. */
export const measureLine = (bytes: Uint8Array, start: number, measure: LineMeasure): void => {
  const { length } = bytes;
  let found = 0;
  let at = start;
  let lastColon = -1;
  for (; at < length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === newline) break;
    if (byte === colon) lastColon = at;
    found |= signs[byte] as number;
  }
  measure.end = at;
  measure.lastColon = lastColon;
  measure.signs = found;
};

/** Whether a line can belong to the record before it: it may be indented, or begin anew with what is, after escape codes or a redraw. */
export const mayContinue = (first: number, { signs: found }: LineMeasure): boolean =>
  first === 0x20 ||
  (first >= 0x09 && first <= 0x0d && first !== newline) ||
  first > 0x7f ||
  (found & sign.control) !== 0;

/**
 * What a line is by itself. `plain`: nothing but its text, without level, time, fields or exception, and nothing to strip. `headed`: after
 * a level below ERROR, and perhaps time and logger, nothing but its message, which has `messageBytes`; `known`, where lines with the
 * same head came before. `other`: all else.
 */
export type LineKind =
  | { readonly is: 'plain' }
  | { readonly is: 'headed'; readonly parsed: PlainLine; readonly messageBytes: number }
  | LineHead
  | { readonly is: 'other'; readonly parsed?: PlainLine };
const plain: LineKind = { is: 'plain' };
const special: LineKind = { is: 'other' };

/** Where a line ends but for spaces. */
export const textEnd = (bytes: Uint8Array, start: number, end: number): number => {
  let at = end;
  while (at > start && (bytes[at - 1] === 0x20 || bytes[at - 1] === 0x09)) at -= 1;
  return at;
};

/** Mostly the bytes of a line show what it is; otherwise its text is read as any other is. */
export const kindOfLine = (bytes: Buffer, start: number, measure: LineMeasure, heads: LineHeads): LineKind => {
  const { end, signs: found } = measure;
  const first = bytes[start] as number;
  const last = bytes[textEnd(bytes, start, end) - 1] as number;
  if (end === start || (found & sign.control) !== 0 || first <= 0x20 || first > 0x7e || first === 0x7b) return special;
  if (last <= 0x20 || last > 0x7e) return special;
  if ((found & sign.high) !== 0 && !isUtf8(bytes.subarray(start, end))) return special;
  if ((found & sign.equals) !== 0 && mayHaveFields(bytes, start, end)) return special;
  const mayBeLevel = (found & sign.colon) !== 0 || mayBeFormat(first) || isTimed(bytes, start, first);
  if ((found & sign.upper) === 0 && !mayBeLevel) return plain;
  const head = mayBeLevel && last === bytes[end - 1] ? heads.find(bytes, start, end) : undefined;
  if (head !== undefined && isCertain(head, bytes, start, measure)) return head;
  const text = (found & sign.high) === 0 ? bytes.toString('latin1', start, end) : bytes.toString('utf8', start, end);
  if (!mayBeLevel) return beginsException(text) ? special : plain;
  const parsed = parsePlainLine(text);
  if (beginsException(text) || beginsTraceback(parsed.message)) return { is: 'other', parsed };
  if (parsed.severity === undefined && parsed.message === text) return plain;
  if (!isHeaded(parsed) || !text.endsWith(parsed.message) || last !== bytes[end - 1]) return { is: 'other', parsed };
  if (head === undefined) heads.learn(text, parsed);
  const isAscii = (found & sign.high) === 0;
  return { is: 'headed', parsed, messageBytes: isAscii ? parsed.message.length : Buffer.byteLength(parsed.message) };
};

/** A message that says that there is nothing, and ends with no number, has no more characters. */
const longestNothing = 64;
/** Bytes that a line separator of Unicode begins with: behind one, an exception may begin. */
const separatorByte = 0xe2;

/** Whether nothing in the message makes the line another one than its head shows. */
const isCertain = (head: LineHead, bytes: Buffer, start: number, measure: LineMeasure): boolean => {
  const { end, signs: found, lastColon } = measure;
  const message = start + head.bytes;
  if (head.needsNoColon && lastColon >= start + head.pattern.length) return false;
  const last = bytes[end - 1] as number;
  if (head.isWeak && (end - message <= longestNothing || last === 0x30 || last === 0x25 || last === 0x2e)) {
    const { logger } = head.common;
    const text = bytes.toString('utf8', message, end);
    if (nothingFound.test(typeof logger === 'string' ? `${logger}: ${text}` : text)) return false;
  }
  if ((found & sign.upper) === 0) return true;
  if (bytes[message] === 0x54 && beginsTraceback(bytes.toString('latin1', message, end))) return false;
  return (found & sign.high) === 0 || !bytes.subarray(start, end).includes(separatorByte);
};

const isHeaded = ({ severity, message, format }: PlainLine): boolean =>
  severity !== undefined &&
  severityNumbers[severity] < severityNumbers.ERROR &&
  message !== '' &&
  format !== undefined &&
  format.isWhole !== true &&
  format.hasStack !== true &&
  format.continuedBy === undefined &&
  format.continuedByPair === undefined &&
  format.softenedBy === undefined &&
  format.nextLines === undefined;

/** `level=` or `read=`: of logfmt, and of a row ledger. */
export const mayHaveFields = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let at = start + 4; at < end; at += 1) {
    if (bytes[at] !== 0x3d) continue;
    const before = bytes[at - 1];
    if ((before === 0x6c && bytes[at - 2] === 0x65) || (before === 0x64 && bytes[at - 2] === 0x61)) return true;
  }
  return false;
};

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Whether it may begin with a date or a time of day. */
const isTimed = (bytes: Uint8Array, start: number, first: number): boolean => {
  const at = first === 0x5b ? start + 1 : start;
  if (!isDigit(bytes[at])) return false;
  return isSeparator(bytes[at + 2]) || isSeparator(bytes[at + 4]);
};

/** `:` of a time, `-`, `/` or `.` of a date. */
const isSeparator = (byte: number | undefined): boolean =>
  byte === 0x3a || byte === 0x2d || byte === 0x2f || byte === 0x2e;
