import { type Dialect, delimiterText } from '../csv/dialect.ts';
import type { Header } from '../csv/header.ts';
import { splitRecord } from '../csv/split-record.ts';

const letters = /[\p{L}\p{N}]/gu;

/** The row with the letters and digits of personal columns starred out; all of them when its columns cannot be told apart. */
export const maskRow = (bytes: Buffer, dialect: Dialect, { names }: Header, pii: readonly number[]): Buffer => {
  const { fields, next } = splitRecord(bytes, 0, dialect);
  if (fields.length !== names.length || next < bytes.length) return Buffer.from(masked(bytes.toString()));
  const quote = String.fromCharCode(dialect.quote);
  const delimiter = delimiterText(dialect);
  const shown = fields.map((field, index) => {
    const text = pii.includes(index) ? masked(field) : field;
    const isPlain = !text.includes(delimiter) && !text.includes(quote) && !/[\r\n]/u.test(text);
    return isPlain ? text : quote + text.replaceAll(quote, quote + quote) + quote;
  });
  return Buffer.from(shown.join(delimiter));
};

const masked = (text: string): string => text.replaceAll(letters, '*');
