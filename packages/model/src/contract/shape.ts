import { z } from 'zod';
import { aggregate, trailer } from './aggregate.ts';
import { columnTypeWords } from './column-type.ts';
import { encodingOfWord, encodingWords } from './encoding.ts';
import { drift } from './drift.ts';
import { reference } from './reference.ts';
import { sqlRule } from './sql.ts';
import { toleranceKeys } from './tolerance.ts';

const when = z
  .string()
  .min(1)
  .optional()
  .describe(
    'Only rows are judged for which this condition holds, in the Common Expression Language: `status == "shipped"`',
  );

const nulls = z
  .enum(['pass', 'fail'])
  .optional()
  .describe(
    'Whether a row passes that lacks a value which the expression does not compare with null; `pass` when absent',
  );

/** Either the bare value, or `{ value, when, warn, error }`. */
const rule = <T extends z.ZodType>(value: T) => z.union([value, z.strictObject({ value, when, ...toleranceKeys })]);
/** Either `true`, or `{ when, warn, error }`. */
const needed = z.union([z.boolean(), z.strictObject({ value: z.boolean().default(true), when, ...toleranceKeys })]);
/** Either `true`, or `{ warn, error }`. */
const flag = z.union([z.boolean(), z.strictObject({ value: z.boolean().default(true), ...toleranceKeys })]);

const name = z.string().min(1).max(200);
const length = z.int().nonnegative();
const bound = z.union([z.number(), name]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const sign = z.string().length(1);
const words = z.array(z.string().min(1)).min(1);
const oneByte = z.string().regex(/^[\t -~]$/u, 'must be one ASCII character');
const severity = z.enum(['allowed', 'warn', 'fail']);

/** How numbers and truth are written. */
const writing = {
  decimal: sign.optional().describe('Of numbers: `,` where a point is usual'),
  group: sign.optional().describe('Between thousands'),
  trueWords: words.optional().describe('Of booleans, in any case'),
  falseWords: words.optional(),
};

const format = z.strictObject({
  type: z.enum(['csv', 'jsonl', 'parquet']).optional().describe('By default taken from the name of the file, else csv'),
  delimiter: z
    .string()
    .regex(/^[^\0\n\r\u0080-\uffff]+$/u, 'must be of ASCII characters')
    .optional()
    .describe('One character or several; by default found out from the file'),
  quote: oneByte.default('"'),
  encoding: z.enum(encodingWords).transform(encodingOfWord).optional().describe('By default found out from the file'),
  header: z.boolean().default(true).describe('Whether the first line names the columns'),
  nulls: z.array(z.string()).default(['']).describe('Texts that mean that there is no value'),
  escape: oneByte.optional().describe('Takes the next character as it is, also a quote: `\\`'),
  comment: z
    .string()
    .regex(/^[!-~]+$/u)
    .optional()
    .describe('Lines that begin so are not rows: `#`'),
  skipLines: length.optional().describe('Lines before the header'),
  trim: z.boolean().optional().describe('Blanks around values are not part of them'),
  trailer: trailer.optional().describe('The last line is not a row; its fields can be compared with aggregates'),
  ...writing,
});

const column = z.strictObject({
  name,
  description: z.string().optional(),
  type: z.enum(columnTypeWords).default('string'),
  nulls: z
    .array(z.string())
    .optional()
    .describe('Texts that mean that there is no value in this column, instead of those of the file'),
  ...writing,
  format: name
    .optional()
    .describe(
      'Of dates and times: `%d.%m.%Y` or `dd.MM.yyyy`; ISO 8601 when absent. Of texts: `email`, `uri`, `hostname`, `ipv4` or `ipv6`',
    ),
  required: needed
    .optional()
    .describe(
      'true: every row has a value. false: the file may lack the column. Absent: the column is there, values may be missing',
    ),
  nullable: flag.optional().describe('Whether rows may have no value; the opposite of `required` when absent'),
  unique: flag.optional(),
  min: rule(bound).optional().describe('Least value; dates and times as ISO 8601'),
  max: rule(bound).optional(),
  minLength: rule(length).optional().describe('In characters'),
  maxLength: rule(length).optional(),
  precision: rule(z.int().min(1))
    .optional()
    .describe(
      'Digits a number may have; with `scale`, `precision - scale` of them before the point, as in DECIMAL(p, s)',
    ),
  scale: rule(length).optional().describe('Decimals a number may have; zeros at the end are none'),
  pattern: rule(name).optional().describe('Regular expression the whole value matches'),
  allowed: rule(z.array(scalar).min(1)).optional().describe('Every value that may occur'),
  pii: z.boolean().default(false).describe('Never shown in profiles; masked in reject files on request'),
  ...toleranceKeys,
});

const table = z.strictObject({
  rows: z.strictObject({ min: length.optional(), max: length.optional() }).optional(),
  empty: z.enum(['allowed', 'fail']).default('fail').describe('Whether a file without rows is good'),
  freshness: z
    .strictObject({
      maxAge: z.string().regex(/^\d+(\.\d+)?(m|h|d)$/u, 'must be an age such as 90m, 26h or 2d'),
      column: name.optional().describe('Its newest value counts; the time of the file when absent'),
    })
    .optional(),
  duplicates: z.union([z.enum(['allowed', 'fail']), z.strictObject({ ...toleranceKeys })]).default('allowed'),
  unique: z
    .array(z.strictObject({ columns: z.array(name).min(1), ...toleranceKeys }))
    .default([])
    .describe('Columns that together are different in every row'),
  expressions: z
    .array(z.strictObject({ name, expression: z.string().min(1), when, nulls, ...toleranceKeys }))
    .default([])
    .describe('Conditions on a row, in the Common Expression Language, with exact decimals: `net + tax == gross`'),
  aggregates: z.array(aggregate).default([]).describe('What is worked out of all rows, or of each group of them'),
  drift: drift
    .optional()
    .describe('How much a file may differ from earlier files of this contract, of which a history is kept'),
  references: z
    .array(reference)
    .default([])
    .describe('Values that must occur in the column `key` of another file, or several in `keys`'),
  sql: z
    .array(sqlRule)
    .default([])
    .describe('Queries that return the rows that break them, run by the embedded engine, fenced and read-only'),
  extraColumns: severity.default('warn'),
  columnOrder: severity.default('warn').describe('Columns in another order than here'),
});

/** A contract as it is written, in YAML or TypeScript. */
export const contractShape = z
  .strictObject({
    $schema: z.string().optional(),
    name: name.optional(),
    description: z.string().optional(),
    version: z.union([z.string(), z.number()]).optional(),
    owner: z.string().optional(),
    format: format.prefault({}),
    columns: z.array(column).default([]),
    table: table.prefault({}),
    ...toleranceKeys,
  })
  .meta({ title: 'Sightglass contract', description: 'What a file of data must look like.' });

export type ContractInput = z.input<typeof contractShape>;
export type Contract = z.output<typeof contractShape>;
export type ColumnRules = Contract['columns'][number];
export type TableRules = Contract['table'];
export type FormatRules = Contract['format'];

/** JSON Schema of a contract as it is written, for editors. */
export const contractSchema = (): object => z.toJSONSchema(contractShape, { io: 'input' });
