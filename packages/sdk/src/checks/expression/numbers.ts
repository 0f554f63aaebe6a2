import type { Environment } from '@marcbachmann/cel-js';
import { Rational, rationalOf } from './rational.ts';

/** What columns of numbers are to the Common Expression Language: doubles, or numbers with all their digits. */
export type NumberKind = 'double' | 'number';

const signs = ['+', '-', '*', '/', '%'] as const;
const relations = ['<', '<=', '>', '>=', '=='] as const;

/** Lets numbers of columns and of expressions go together, and adds what is done with them. */
export const withNumbers = (environment: Environment, kind: NumberKind): Environment => {
  if (kind === 'double') withDoubles(environment);
  else withRationals(environment);
  return environment;
};

/** Columns of numbers are doubles, numbers without a point are ints: CEL has no operators for both, or for a remainder of doubles. */
const withDoubles = (environment: Environment): void => {
  const operators = {
    '+': (one: number, two: number) => one + two,
    '-': (one: number, two: number) => one - two,
    '*': (one: number, two: number) => one * two,
    '/': (one: number, two: number) => one / two,
    '%': (one: number, two: number) => one % two,
  };
  for (const [sign, apply] of Object.entries(operators)) {
    const mixed = (one: unknown, two: unknown): number => apply(Number(one), Number(two));
    environment.registerOperator(`double ${sign} int`, mixed).registerOperator(`int ${sign} double`, mixed);
  }
  const same = (one: unknown, two: unknown): boolean => Number(one) === Number(two);
  const isIn = (one: unknown, list: Iterable<unknown>): boolean => [...list].some((two) => same(one, two));
  environment
    .registerOperator('double % double', operators['%'])
    .registerOperator('double == int', same)
    .registerOperator('double in list<int>', isIn)
    .registerOperator('int in list<double>', isIn);
};

const withRationals = (environment: Environment): void => {
  environment.registerType('number', { ctor: Rational, fields: {} });
  for (const [one, two] of [
    ['number', 'number'],
    ['number', 'int'],
    ['int', 'number'],
    ['number', 'double'],
    ['double', 'number'],
  ] as const) {
    for (const sign of signs)
      environment.registerOperator(`${one} ${sign} ${two}: number`, (first: unknown, second: unknown) =>
        computed(sign, exact(first), exact(second)),
      );
    for (const relation of relations) {
      if (relation === '==' && one !== 'number') continue;
      environment.registerOperator(`${one} ${relation} ${two}`, (first: unknown, second: unknown) =>
        holds(relation, exact(first).compare(exact(second))),
      );
    }
  }
  const isIn = (one: unknown, list: Iterable<unknown>): boolean =>
    [...list].some((two) => exact(one).compare(exact(two)) === 0);
  environment
    .registerOperator('-number', (one: Rational) => one.negated())
    .registerOperator('number in list<int>', isIn)
    .registerOperator('number in list<double>', isIn)
    .registerOperator('int in list<double>', isIn)
    .registerOperator('number in list<number>', isIn)
    .registerFunction('abs(number): number', (one: Rational) => one.magnitude())
    .registerFunction('round(number): number', (one: Rational) => one.rounded(0))
    .registerFunction('round(number, int): number', (one: Rational, decimals: bigint) => one.rounded(Number(decimals)))
    .registerFunction('int(number): int', (one: Rational) => one.over / one.under)
    .registerFunction('double(number): double', (one: Rational) => one.toNumber())
    .registerFunction('string(number): string', (one: Rational) => one.toString());
};

/** Of a number that the expression holds: as it is written there. */
const exact = (value: unknown): Rational => {
  if (value instanceof Rational) return value;
  return typeof value === 'bigint' ? new Rational(value) : (rationalOf(String(value)) ?? new Rational(0n));
};

const computed = (sign: (typeof signs)[number], one: Rational, two: Rational): Rational => {
  switch (sign) {
    case '+':
      return one.plus(two);
    case '-':
      return one.minus(two);
    case '*':
      return one.times(two);
    case '/':
      return one.dividedBy(two);
    case '%':
      return one.modulo(two);
  }
};

const holds = (relation: (typeof relations)[number], order: number): boolean => {
  switch (relation) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '==':
      return order === 0;
  }
};
