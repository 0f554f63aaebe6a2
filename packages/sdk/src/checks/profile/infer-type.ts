import type { ColumnType } from '@sightglass/model/contract';
import { fits64 } from '../columns/exact-decimal.ts';
import { readDate, readTime, readTimestamp } from '../columns/instants.ts';
import type { InstantReader } from '../columns/date-pattern.ts';

const isInstant =
  (read: InstantReader) =>
  (text: string): boolean => {
    const bytes = Buffer.from(text);
    return !Number.isNaN(read(bytes, 0, bytes.length));
  };

/** Narrowest first. Numbers with leading zeros are codes. */
const fits: readonly (readonly [ColumnType, (text: string) => boolean])[] = [
  ['boolean', (text) => /^(?:true|false)$/iu.test(text)],
  ['integer', (text) => /^[+-]?(?:0|[1-9]\d{0,18})$/u.test(text) && fits64(text)],
  [
    'number',
    (text) =>
      /^[+-]?(?:0|[1-9]\d*|(?=\.))(?:\.\d*)?(?:e[+-]?\d+)?$/iu.test(text) &&
      Number.isFinite(Number(text)) &&
      (!/^[+-]?\d{19,}$/u.test(text) || fits64(text)),
  ],
  ['date', isInstant(readDate)],
  ['time', isInstant(readTime)],
  ['timestamp', isInstant(readTimestamp)],
  ['uuid', (text) => /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/iu.test(text)],
];

/** The narrowest type that all of `texts` fit. */
export const inferType = (texts: readonly string[]): ColumnType =>
  texts.length === 0 ? 'string' : (fits.find(([, holds]) => texts.every(holds))?.[0] ?? 'string');
