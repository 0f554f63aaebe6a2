/** A decimal number as it is written, whose digits a double may not hold. */
interface Decimal {
  readonly isNegative: boolean;
  /** Without zeros at either end; empty for zero. */
  readonly digits: string;
  /** Where the point is, counted from the first digit. */
  readonly point: number;
}

const numeral = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/u;

const decimalOf = (text: string): Decimal => {
  const [, sign = '', whole = '', part = '', exponent = '0'] = numeral.exec(text) ?? [];
  const all = whole + part;
  const leading = /^0*/u.exec(all)![0].length;
  return {
    isNegative: sign === '-',
    digits: all.slice(leading).replace(/0+$/u, ''),
    point: whole.length - leading + Number(exponent),
  };
};

/** How many digits a number has before the point, and how many behind it; zeros at either end are none. */
export const digitsIn = (text: string): { readonly whole: number; readonly decimals: number } => {
  const { digits, point } = decimalOf(text);
  return { whole: Math.max(0, digits === '' ? 0 : point), decimals: Math.max(0, digits.length - point) };
};

/** Below 0 when the first is less, above when it is greater. */
export const compareDecimals = (first: string, second: string): number => {
  const [one, two] = [decimalOf(first), decimalOf(second)];
  const [signOne, signTwo] = [signOf(one), signOf(two)];
  if (signOne !== signTwo) return signOne - signTwo;
  if (signOne === 0) return 0;
  return signOne * (one.point - two.point || compareTexts(one.digits, two.digits));
};

const signOf = ({ digits, isNegative }: Decimal): number => (digits === '' ? 0 : isNegative ? -1 : 1);

const compareTexts = (one: string, two: string): number => (one < two ? -1 : one > two ? 1 : 0);

export const least64 = '-9223372036854775808';
export const most64 = '9223372036854775807';

/** Whether a text of digits is an integer of 64 bits. */
export const fits64 = (text: string): boolean =>
  text.length < most64.length || (compareDecimals(text, least64) >= 0 && compareDecimals(text, most64) <= 0);
