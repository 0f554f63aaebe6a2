import type { ColumnRules } from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import { boundReader } from '../columns/column-plan.ts';
import { readTimestamp } from '../columns/instants.ts';
import { plainNumber } from '../columns/plain-number.ts';
import { rationalOf } from '../expression/rational.ts';

/** Texts that are the same value are the same: `1`, `01` and `1.0` of numbers, and times however they are written. */
export type ComparableReader = (text: string) => string;

/** How values of a column are compared with those of another file; as they are written where the contract declares no type. */
export const comparableReader = (rules: ColumnRules | undefined): ComparableReader => {
  if (rules === undefined) return asWritten;
  switch (columnTypeOf(rules.type)) {
    case 'integer':
    case 'number':
      return (text) =>
        plainDigits.test(text)
          ? text
          : ((rationalOf(plainNumber(text, rules)) ?? rationalOf(text))?.toString() ?? text);
    case 'date':
    case 'time':
    case 'timestamp':
      return instantReader(boundReader(rules));
    case 'uuid':
      return (text) => text.toLowerCase();
    default:
      return asWritten;
  }
};

const asWritten: ComparableReader = (text) => text;
const plainDigits = /^(?:0|-?[1-9]\d{0,17})$/u;

const instantReader =
  (read: (text: string) => number): ComparableReader =>
  (text) => {
    const own = read(text);
    const instant = Number.isNaN(own) ? timestampIn(text) : own;
    return Number.isNaN(instant) ? text : String(instant);
  };

/** A date here may be a timestamp at midnight there. */
const timestampIn = (text: string): number => {
  const bytes = Buffer.from(text);
  return readTimestamp(bytes, 0, bytes.length);
};

const between = '\0';

/** A key of several values; undefined where one is missing, as no key is compared then. */
export const keyOf = (values: readonly (string | undefined)[]): string | undefined =>
  values.some((value) => value === undefined) ? undefined : values.join(between);
