import { z } from 'zod';
import { toleranceKeys } from './tolerance.ts';

/** What is worked out of the values of many rows. */
export const aggregateKinds = ['sum', 'mean', 'min', 'max', 'count', 'distinct', 'nulls', 'nullShare'] as const;
export type AggregateKind = (typeof aggregateKinds)[number];

const name = z.string().min(1).max(200);
const bound = z.union([z.number(), name]);
const measure = {
  aggregate: z
    .enum(aggregateKinds)
    .describe(
      '`count` of all rows, or of those with a value in `column`; `distinct` values; `nulls`: rows without a value, `nullShare` their share',
    ),
  column: name.optional(),
};

/** What a number must be the same as: one of the contract, a field of the trailer, or another aggregate. */
const target = z.union([
  bound,
  z.strictObject({
    trailer: z
      .union([z.int().min(1), name])
      .optional()
      .describe('A field of the trailer: its place from 1, or the name of its column or key'),
    aggregate: measure.aggregate.optional().describe('Another aggregate of the same rows'),
    column: name.optional(),
  }),
]);

export const aggregate = z.strictObject({
  name: name.optional(),
  ...measure,
  by: z.array(name).min(1).optional().describe('Each group of rows with the same values in these columns is judged'),
  when: z.string().min(1).optional().describe('Only rows count for which this condition holds'),
  min: bound.optional().describe('Least value; `5%` of a share; dates and times as ISO 8601'),
  max: bound.optional(),
  equals: target.optional(),
  tolerance: z
    .union([
      z.number().nonnegative(),
      z.string().regex(/^\d+(\.\d+)? ?%?$/u, 'must be a number such as 0.01, or a percentage such as 0.5%'),
    ])
    .optional()
    .describe('By how much it may differ from `equals`; a percentage is of what is expected'),
  ...toleranceKeys,
});
export type AggregateRules = z.output<typeof aggregate>;

/** What distinguishes it: its name, or what it is made of. */
export const aggregateName = ({ name: own, aggregate: kind, column, by }: AggregateRules): string =>
  own ?? `${kind}${column === undefined ? '' : `(${column})`}${by === undefined ? '' : ` by ${by.join('+')}`}`;

/** A last line that is no row, such as `T,1000,84512.50`. */
export const trailer = z.strictObject({
  begins: z.string().min(1).optional().describe('The last line is a trailer when it begins so'),
  matches: z.string().min(1).optional().describe('… or when this regular expression matches the whole of it'),
  required: z.boolean().default(true).describe('Whether a file without a trailer fails'),
});
export type TrailerRules = z.output<typeof trailer>;
