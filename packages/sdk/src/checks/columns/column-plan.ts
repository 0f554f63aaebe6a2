import type { ColumnRules, ColumnTypeWord, Expectation, NumberSize } from '@sightglass/model/contract';
import { columnTypeOf, integerRanges } from '@sightglass/model/contract/column-type';
import { ContractError } from '../contract/contract-error.ts';
import { datePattern, type InstantReader } from './date-pattern.ts';
import { parseInstants, readDate, readTime, readTimestamp } from './instants.ts';
import { type ColumnParser, parseIntegers, parseNumbers, parseWritten } from './numbers.ts';
import { patternHolds } from './pattern.ts';
import { plainNumber } from './plain-number.ts';
import {
  allOf,
  atLeast,
  atMost,
  digitsWithin,
  lengthWithin,
  notNull,
  parsed,
  type RowCheck,
  textHolds,
} from './row-checks.ts';
import { textFormat } from './text-formats.ts';

export interface PlannedCheck {
  /** Place in the list of expectations. */
  readonly expectation: number;
  readonly check: RowCheck;
  /** Whether only some rows are judged, which is known when all columns of a batch are. */
  readonly isConditional: boolean;
}

/** What is done with one column. */
export interface ColumnPlan {
  readonly valueKind: 'text' | 'number' | 'date' | 'time' | 'timestamp';
  readonly parse: ColumnParser | undefined;
  readonly checks: readonly PlannedCheck[];
  /** Whether a check judges texts, which the dictionary does once for each. */
  readonly judgesTexts: boolean;
}

/** An expectation with its place in the list of all. */
export type PlacedExpectation = readonly [cell: number, expectation: Expectation];

/** The expectations of each column, by its name. */
export const byColumn = (expectations: readonly Expectation[]): ReadonlyMap<string | undefined, PlacedExpectation[]> =>
  Map.groupBy(expectations.entries(), ([, { column }]) => column);

/** `own` are the expectations of this column. Raises ContractError. */
export const planColumn = (rules: ColumnRules, own: readonly PlacedExpectation[]): ColumnPlan => {
  const reading = readingOf(rules);
  const checks = own.flatMap(([expectation, one]) => {
    const check = compile(one, rules, reading);
    return check === undefined ? [] : [{ expectation, check, isConditional: one.when !== undefined }];
  });
  const judgesTexts = own.some(([, one]) => isAboutText(one, reading));
  return { valueKind: reading.kind, parse: reading.parse, checks, judgesTexts };
};

const isAboutText = ({ kind }: Expectation, { parse }: Reading): boolean =>
  kind === 'pattern' || kind === 'allowed' || kind === 'format' || (kind === 'type' && parse === undefined);

interface Reading {
  readonly kind: ColumnPlan['valueKind'];
  readonly parse: ColumnParser | undefined;
  /** Writes its numbers with a point, so that every digit can be compared; undefined where there are none. */
  readonly plain?: (text: string) => string;
  /** Reads a bound of the contract. */
  readonly bound: (text: string) => number;
}

const readingOf = (rules: ColumnRules): Reading => {
  const { type, format, name } = rules;
  switch (columnTypeOf(type)) {
    case 'integer':
    case 'number':
      return numbersOf(rules);
    case 'date':
      return instants('date', name, format, readDate);
    case 'time':
      return instants('time', name, format, readTime);
    case 'timestamp':
      return instants('timestamp', name, format, readTimestamp);
    default:
      return { kind: 'text', parse: undefined, bound: () => Number.NaN };
  }
};

/** The bounds of numbers are written with a point, whatever those of the file are. */
const numbersOf = (rules: ColumnRules): Reading => {
  const { type, decimal, group } = rules;
  const isInteger = columnTypeOf(type) === 'integer';
  const plain = isInteger ? parseIntegers : parseNumbers;
  const isPlain = (decimal === undefined || decimal === '.') && group === undefined;
  return {
    kind: 'number',
    parse: isPlain ? plain : parseWritten(decimal ?? '.', group, isInteger),
    bound: Number,
    plain: isPlain ? (text) => text : (text) => plainNumber(text, rules),
  };
};

/** Reads bounds of the column; NaN for what is none. Raises ContractError. */
export const boundReader = (rules: ColumnRules): ((text: string) => number) => readingOf(rules).bound;

/** Bounds may be written as the column is, or as ISO 8601. */
const instants = (kind: Reading['kind'], column: string, format: string | undefined, read: InstantReader): Reading => {
  const own = format === undefined ? read : patternOf(column, format);
  return {
    kind,
    parse: parseInstants(own),
    bound: (text) => {
      const bytes = Buffer.from(text);
      const written = own(bytes, 0, bytes.length);
      return Number.isNaN(written) ? read(bytes, 0, bytes.length) : written;
    },
  };
};

const patternOf = (column: string, format: string): InstantReader => {
  try {
    return datePattern(format);
  } catch (error) {
    throw new ContractError(`column "${column}": ${(error as Error).message}`, { cause: error });
  }
};

/** Whether a text is a boolean: one of the words of the column, or of the usual ones. */
const booleanReader = ({ trueWords = [], falseWords = [] }: ColumnRules): ((text: string) => boolean) => {
  const own = new Set([...trueWords, ...falseWords].map((word) => word.toLowerCase()));
  return own.size === 0 ? (text) => booleanText.test(text) : (text) => own.has(text.toLowerCase());
};

const booleanText = /^(?:true|false|t|f|yes|no|y|n|0|1)$/iu;
const uuidText = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/iu;

/** Undefined for what is checked elsewhere: over the whole file. */
const compile = (expectation: Expectation, rules: ColumnRules, reading: Reading): RowCheck | undefined => {
  const { kind, value } = expectation;
  switch (kind) {
    case 'not_null':
      return notNull;
    case 'type':
      if (reading.parse !== undefined) return parsedWithin(integerRanges[value as ColumnTypeWord], reading);
      return textHolds(value === 'uuid' ? (text) => uuidText.test(text) : booleanReader(rules));
    case 'min':
      return atLeast(boundOf(expectation, rules, reading), exactBound(expectation, reading), reading.plain);
    case 'max':
      return atMost(boundOf(expectation, rules, reading), exactBound(expectation, reading), reading.plain);
    case 'precision':
    case 'scale':
      return digitsFit(expectation, rules, reading);
    case 'format':
      return textHolds(textFormat(rules.name, value as string));
    case 'min_length':
      return lengthWithin(value as number, Infinity);
    case 'max_length':
      return lengthWithin(0, value as number);
    case 'pattern':
      return patternHolds(rules.name, value as string);
    case 'allowed': {
      const allowed = new Set((value as readonly unknown[]).map(String));
      return textHolds((text) => allowed.has(text));
    }
    default:
      return undefined;
  }
};

/** Of integers of a certain width, also that they are not beyond it. */
const parsedWithin = (range: readonly [string, string] | undefined, { plain }: Reading): RowCheck => {
  if (range === undefined) return parsed;
  const [least, most] = range;
  return allOf(parsed, atLeast(Number(least), least, plain), atMost(Number(most), most, plain));
};

const digitsFit = ({ kind, value }: Expectation, { name, type }: ColumnRules, { plain }: Reading): RowCheck => {
  if (plain === undefined) throw new ContractError(`column "${name}": ${kind} needs a number, and the type is ${type}`);
  if (kind === 'scale') return digitsWithin((_, decimals) => decimals <= (value as number), plain);
  const { precision, scale } = value as NumberSize;
  if (scale === undefined) return digitsWithin((whole, decimals) => whole + decimals <= precision, plain);
  if (scale > precision)
    throw new ContractError(`column "${name}": scale ${scale} is above the ${precision} digits of precision`);
  return digitsWithin((whole) => whole <= precision - scale, plain);
};

/** A bound of dates and times has no digits a double would not hold. */
const exactBound = ({ value }: Expectation, { plain }: Reading): string | undefined =>
  plain === undefined ? undefined : String(value);

const boundOf = ({ kind, value }: Expectation, { name, type }: ColumnRules, { bound, parse }: Reading): number => {
  if (parse === undefined) {
    throw new ContractError(
      `column "${name}": ${kind} needs a number, date or time, and the type is ${type}; use ${kind}Length for texts`,
    );
  }
  const limit = bound(String(value));
  if (Number.isNaN(limit))
    throw new ContractError(`column "${name}": ${kind} is "${String(value)}", which is not of type ${type}`);
  return limit;
};
