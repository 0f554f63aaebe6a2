import { z } from 'zod';

const percent = z
  .string()
  .regex(/^\d+(\.\d+)? ?%$/u, 'must be a count such as 10, a percentage such as 0.5%, or never')
  .refine((share) => Number.parseFloat(share) <= 100, 'must be at most 100%')
  .describe('Share of the rows, such as 0.5%');

/** How much may be broken: a count, a percentage of the rows, or any number. */
const tolerance = z.union([z.int().nonnegative().describe('Rows'), z.literal('never'), percent]);
export type Tolerance = z.output<typeof tolerance>;

/** Keys that say when an expectation warns and when it fails: when *more* than this is broken. */
export const toleranceKeys = {
  warn: tolerance.optional().describe('Warns when more than this is broken'),
  error: tolerance.optional().describe('Fails when more than this is broken; 0 when nothing is given'),
};

export interface Tolerances {
  readonly warn: Tolerance;
  readonly error: Tolerance;
}

export interface GivenTolerances {
  readonly warn?: Tolerance | undefined;
  readonly error?: Tolerance | undefined;
}

/** The nearest word counts. With `warn` alone nothing fails; what is tolerated still warns. */
export const tolerancesOf = (...given: readonly (GivenTolerances | undefined)[]): Tolerances => {
  const own = given.find((one) => one?.warn !== undefined || one?.error !== undefined);
  const error = own?.error ?? (own?.warn === undefined ? 0 : 'never');
  return { warn: own?.warn ?? (error === 'never' ? 'never' : 0), error };
};

export type CheckStatus = 'pass' | 'warn' | 'fail' | 'skip';

/** The verdict on `broken` of `checked` rows. */
export const statusOf = ({ warn, error }: Tolerances, broken: number, checked: number): CheckStatus => {
  if (isBeyond(error, broken, checked)) return 'fail';
  return isBeyond(warn, broken, checked) ? 'warn' : 'pass';
};

const isBeyond = (most: Tolerance, broken: number, checked: number): boolean => {
  if (most === 'never') return false;
  return typeof most === 'number' ? broken > most : broken * 100 > Number.parseFloat(most) * checked;
};
