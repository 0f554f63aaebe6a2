import type { GivenTolerances, Tolerance } from '@sightglass/model/contract';
import { z } from 'zod';
import { given } from '../given.ts';
import { type ColumnInput, scalar } from './imported.ts';

const range = z.tuple([z.number(), z.number()]);

const operators = {
  mustBe: z.unknown().optional(),
  mustNotBe: z.unknown().optional(),
  mustBeLessThan: z.number().optional(),
  mustBeLessOrEqualTo: z.number().optional(),
  mustBeGreaterThan: z.number().optional(),
  mustBeGreaterOrEqualTo: z.number().optional(),
  mustBeBetween: range.optional(),
  mustNotBeBetween: range.optional(),
};

/** A quality rule of ODCS, https://bitol-io.github.io/open-data-contract-standard/v3.1.0/data-quality/ */
export const odcsRule = z.looseObject({
  metric: z.string().optional(),
  rule: z.string().optional().describe('What metric was called before 3.1'),
  type: z.string().optional(),
  unit: z.string().optional(),
  severity: z.string().optional(),
  ...operators,
  arguments: z
    .looseObject({
      validValues: z.array(scalar).optional(),
      missingValues: z.array(scalar.nullable()).optional(),
      pattern: z.string().optional(),
      properties: z.array(z.string()).optional(),
    })
    .default({}),
});
export type OdcsRule = z.output<typeof odcsRule>;

export const metricOf = ({ metric, rule, type }: OdcsRule): string => metric ?? rule ?? type ?? 'library';

/** What a rule on a property comes to; nothing when it cannot be tolerances here. */
export const carryRule = (one: OdcsRule): Partial<ColumnInput> => {
  if (operatorsBeyond(one).length > 0) return {};
  const { validValues, pattern } = one.arguments;
  switch (metricOf(one)) {
    case 'nullValues':
    case 'missingValues':
      return { required: tolerant(true, one) };
    case 'duplicateValues':
      return { unique: tolerant(true, one) };
    case 'invalidValues':
      return given({
        allowed: validValues === undefined ? undefined : tolerant(validValues, one),
        pattern: pattern === undefined ? undefined : tolerant(pattern, one),
      });
    default:
      return {};
  }
};

/** That rows must be broken cannot be tolerances here. */
const operatorsBeyond = (one: OdcsRule): string[] =>
  Object.keys(operators).filter((key) => one[key] !== undefined && !allowsNone(key, one));

/** Whether an operator holds when no row is broken. */
const allowsNone = (operator: string, { mustBe, mustBeBetween }: OdcsRule): boolean => {
  switch (operator) {
    case 'mustBe':
      return mustBe === 0;
    case 'mustBeBetween':
      return mustBeBetween !== undefined && mustBeBetween[0] <= 0;
    default:
      return operator === 'mustBeLessThan' || operator === 'mustBeLessOrEqualTo';
  }
};

const tolerant = <T>(value: T, one: OdcsRule): T | ({ value: T } & GivenTolerances) => {
  const tolerances = tolerancesIn(one);
  return tolerances.error === 0 ? value : { value, ...tolerances };
};

/** A rule of low severity warns. */
export const tolerancesIn = (one: OdcsRule): GivenTolerances =>
  isWarning(one) ? { warn: mostIn(one) } : { error: mostIn(one) };

export const isWarning = ({ severity }: OdcsRule): boolean => /^(?:warn|info|low|minor)/iu.test(severity ?? '');

const mostIn = (one: OdcsRule): Tolerance => {
  const { mustBeLessThan: limit, mustBeLessOrEqualTo, mustBeBetween, unit } = one;
  const most = mustBeLessOrEqualTo ?? mustBeBetween?.[1] ?? (limit === undefined ? 0 : below(limit, unit));
  return unit === 'percent' && most !== 0 ? `${most}%` : most;
};

const below = (limit: number, unit: string | undefined): number =>
  unit === 'percent' ? limit : Math.max(0, Math.ceil(limit) - 1);

/** A share that is exactly the limit passes here. */
export const strictNotes = (owner: string, { unit, mustBeLessThan: limit }: OdcsRule): string[] =>
  limit === undefined || unit !== 'percent'
    ? []
    : [
        `${owner}: less than ${limit} percent is carried over as at most ${limit}%, which exactly ${limit} % does not break`,
      ];

export const uncarried = (owner: string, one: OdcsRule): string =>
  `${owner}: quality rule ${[metricOf(one), ...operatorsBeyond(one)].join(' ')} is not carried over; write it as table.expressions`;
