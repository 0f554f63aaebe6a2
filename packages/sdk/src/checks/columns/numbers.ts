import type { KernelExports } from '../kernel/kernel-module.ts';
import type { ColumnBatch } from './column-batch.ts';

/** Fills `values` for the whole batch; NaN where the text does not fit. */
export type ColumnParser = (batch: ColumnBatch) => void;

const zero = 48;
const plus = 43;
const minus = 45;
const dot = 46;
/** So many digits are exact in a double. */
const exactDigits = 15;

/** Reads one text; NaN where it does not fit. */
type CellReader = (bytes: Buffer, start: number, end: number) => number;

/** Reads a column: what the kernel leaves, or all where there is none. */
export const parseCells = (
  { bytes, table, column, scratch: { values }, kernel }: ColumnBatch,
  read: CellReader,
  inKernel?: (run: KernelExports, column: number, rows: number) => number,
): void => {
  const { rows, width, starts, ends } = table;
  if (kernel === undefined || inKernel === undefined) {
    for (let row = 0, cell = column; row < rows; row += 1, cell += width)
      values[row] = read(bytes, starts[cell]!, ends[cell]!);
    return;
  }
  const left = inKernel(kernel.run, column, rows);
  for (let index = 0; index < left; index += 1) {
    const row = kernel.leftRows[index]!;
    const cell = row * width + column;
    values[row] = read(bytes, starts[cell]!, ends[cell]!);
  }
};

const readInteger: CellReader = (bytes, start, end) => {
  let at = start;
  const isNegative = bytes[at] === minus && at < end;
  if (isNegative || (bytes[at] === plus && at < end)) at += 1;
  const digits = at;
  let value = at === end ? Number.NaN : 0;
  for (; at < end; at += 1) {
    const digit = bytes[at]! - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  if (end - start > exactDigits && !Number.isNaN(value)) value = Number(bytes.toString('latin1', digits, end));
  return isNegative ? -value : value;
};

export const parseIntegers: ColumnParser = (batch) =>
  parseCells(batch, readInteger, (run, column, rows) => run.readIntegers(column, rows));

const powers = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
const numeral = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/u;

/** Decimal numbers with a point, with an exponent or without; neither NaN nor Infinity nor thousands separators. */
export const parseNumbers: ColumnParser = (batch) =>
  parseCells(batch, readNumber, (run, column, rows) => run.readNumbers(column, rows));

const readNumber: CellReader = (bytes, start, end) => {
  let at = start;
  const isNegative = bytes[at] === minus;
  if (isNegative || bytes[at] === plus) at += 1;
  let digits = 0;
  let decimals = 0;
  let value = 0;
  let point = -1;
  for (; at < end; at += 1) {
    const digit = bytes[at]! - zero;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digits += 1;
    } else if (bytes[at] === dot && point === -1) point = at;
    else break;
  }
  if (point !== -1) decimals = at - point - 1;
  if (at !== end || digits === 0 || digits > exactDigits) return parseSlowly(bytes, start, end);
  return (isNegative ? -value : value) / powers[decimals]!;
};

/** Numbers written with other signs than a point, or with thousands apart: `1.299,99`. */
export const parseWritten =
  (decimal: string, group: string | undefined, isInteger: boolean): ColumnParser =>
  ({ bytes, table, column, scratch: { values } }) => {
    const { rows, width, starts, ends } = table;
    const shape = writtenShape(decimal, group, isInteger);
    for (let row = 0, cell = column; row < rows; row += 1, cell += width) {
      const text = bytes.toString('utf8', starts[cell], ends[cell]);
      const plain = shape.test(text) ? (group === undefined ? text : text.replaceAll(group, '')) : '';
      values[row] = plain === '' ? Number.NaN : Number(plain.replace(decimal, '.'));
    }
  };

/** A sign as it stands in a regular expression. */
const literal = (sign: string): string => `\\u{${sign.codePointAt(0)!.toString(16)}}`;

const writtenShape = (decimal: string, group: string | undefined, isInteger: boolean): RegExp => {
  const whole = group === undefined ? String.raw`\d+` : String.raw`(?:\d{1,3}(?:${literal(group)}\d{3})+|\d+)`;
  const part = isInteger ? '' : String.raw`(?:${literal(decimal)}\d*)?`;
  return new RegExp(String.raw`^[+-]?(?:${whole}${part}|${literal(decimal)}\d+)(?:[eE][+-]?\d+)?$`, 'u');
};

const parseSlowly = (bytes: Buffer, start: number, end: number): number => {
  const text = bytes.toString('latin1', start, end);
  return numeral.test(text) ? Number(text) : Number.NaN;
};
