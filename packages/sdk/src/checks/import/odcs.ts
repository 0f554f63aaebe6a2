import type { ColumnType, ContractInput, Tolerance } from '@sightglass/model/contract';
import { z } from 'zod';
import { type ColumnInput, given, type Imported } from './imported.ts';

const bound = z.union([z.string(), z.number()]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

const rule = z.looseObject({
  metric: z.string().optional(),
  rule: z.string().optional().describe('What metric was called before 3.1'),
  type: z.string().optional(),
  unit: z.string().optional(),
  mustBe: z.number().optional(),
  mustBeLessThan: z.number().optional(),
  mustBeLessOrEqualTo: z.number().optional(),
  mustBeGreaterThan: z.number().optional(),
  mustBeGreaterOrEqualTo: z.number().optional(),
  mustBeBetween: z.tuple([z.number(), z.number()]).optional(),
  arguments: z
    .looseObject({
      validValues: z.array(scalar).optional(),
      pattern: z.string().optional(),
      properties: z.array(z.string()).optional(),
    })
    .default({}),
});
type Rule = z.output<typeof rule>;

const property = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  logicalType: z.string().default('string'),
  logicalTypeOptions: z
    .looseObject({
      format: z.string().optional(),
      minimum: bound.optional(),
      maximum: bound.optional(),
      minLength: z.number().optional(),
      maxLength: z.number().optional(),
      pattern: z.string().optional(),
    })
    .default({}),
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  primaryKey: z.boolean().optional(),
  classification: z.string().optional(),
  tags: z.array(z.string()).default([]),
  quality: z.array(rule).default([]),
});
type Property = z.output<typeof property>;

const table = z.looseObject({
  name: z.string(),
  properties: z.array(property).default([]),
  quality: z.array(rule).default([]),
});

/** Open Data Contract Standard 3.1, https://bitol-io.github.io/open-data-contract-standard/ */
export const odcsContract = z.looseObject({
  kind: z.literal('DataContract'),
  apiVersion: z.string(),
  name: z.string().optional(),
  version: z.string().optional(),
  schema: z.array(table).min(1),
  slaProperties: z.array(z.looseObject({ property: z.string() })).default([]),
});

const types: Readonly<Record<string, ColumnType>> = {
  string: 'string',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  time: 'time',
};

/** The contract of one of its tables, by default of the first. */
export const fromOdcs = (contract: z.output<typeof odcsContract>, wanted?: string): Imported | undefined => {
  const found = wanted === undefined ? contract.schema[0] : contract.schema.find(({ name }) => name === wanted);
  if (found === undefined) return undefined;
  const keys = found.properties.filter(({ primaryKey }) => primaryKey === true).map(({ name }) => name);
  const others = contract.schema.filter((one) => one !== found).map(({ name }) => name);
  return {
    contract: given({
      name: found.name,
      version: contract.version,
      columns: found.properties.map((one) => columnOf(one, keys)),
      table: tableOf(found.quality, keys),
    }) as ContractInput,
    notes: [
      ...(others.length === 0 ? [] : [`only table «${found.name}» was read; there are ${others.join(', ')} too`]),
      ...found.properties.flatMap(notesOn),
      ...found.quality.flatMap((one) => (isOfTable(one) ? strictNotes(found.name, one) : [ruleNote(found.name, one)])),
      ...contract.slaProperties.map(
        ({ property: sla }) => `slaProperties: ${sla} is not carried over; ${adviceOn(sla)}`,
      ),
    ],
  };
};

const metricOf = ({ metric, rule: before }: Rule): string => metric ?? before ?? 'custom';

const isOfTable = (one: Rule): boolean => metricOf(one) === 'rowCount' || isKeyRule(one);

/** Columns that together are different in every row. */
const isKeyRule = (one: Rule): boolean => metricOf(one) === 'duplicateValues' && one.arguments.properties !== undefined;

const adviceOn = (sla: string): string =>
  sla === 'freshness' ? 'write table.freshness' : 'nothing here stands for it';

/** A share that is exactly the limit passes here. */
const strictNotes = (owner: string, { unit, mustBeLessThan: limit }: Rule): string[] =>
  limit === undefined || unit !== 'percent'
    ? []
    : [
        `${owner}: less than ${limit} percent is carried over as error: ${limit}%, which exactly ${limit} % does not break`,
      ];

const columnMetrics = ['nullValues', 'missingValues', 'duplicateValues', 'invalidValues'];

const ruleNote = (owner: string, one: Rule): string =>
  `${owner}: quality rule ${metricOf(one)} is not carried over; write it as table.expressions`;

const notesOn = (one: Property): string[] => {
  const { name, logicalType, quality, classification } = one;
  const owner = `column «${name}»`;
  return [
    ...(logicalType in types ? [] : [`${owner}: type ${logicalType} is not known here and reads as string`]),
    ...(classification === undefined || classification === 'public' || isPersonal(one)
      ? []
      : [`${owner}: classification ${classification} is not carried over; say pii: true when it holds personal data`]),
    ...quality.flatMap((rules) =>
      columnMetrics.includes(metricOf(rules)) ? strictNotes(owner, rules) : [ruleNote(owner, rules)],
    ),
  ];
};

const columnOf = (one: Property, keys: readonly string[]): ColumnInput => {
  const { format, minimum, maximum, minLength, maxLength, pattern } = one.logicalTypeOptions;
  const ruleOf = (...metrics: string[]) => one.quality.find((rules) => metrics.includes(metricOf(rules)));
  const invalid = ruleOf('invalidValues');
  const duplicate = ruleOf('duplicateValues');
  const missing = ruleOf('nullValues', 'missingValues');
  const isKey = one.primaryKey === true;
  const type = types[one.logicalType] ?? 'string';
  return given({
    name: one.name,
    description: one.description,
    type: format === 'uuid' ? ('uuid' as const) : type,
    format: type === 'string' || type === 'integer' || type === 'number' ? undefined : format,
    required: one.required === true || isKey ? true : missing === undefined ? undefined : tolerant(true, missing),
    unique:
      one.unique === true || (isKey && keys.length === 1)
        ? true
        : duplicate === undefined
          ? undefined
          : tolerant(true, duplicate),
    min: minimum,
    max: maximum,
    minLength,
    maxLength,
    pattern:
      pattern ?? (invalid?.arguments.pattern === undefined ? undefined : tolerant(invalid.arguments.pattern, invalid)),
    allowed:
      invalid?.arguments.validValues === undefined ? undefined : tolerant(invalid.arguments.validValues, invalid),
    pii: isPersonal(one) ? true : undefined,
  }) as ColumnInput;
};

const isPersonal = ({ classification = '', tags }: Property): boolean =>
  [classification, ...tags].some((word) => /^(?:pii|personal)/iu.test(word));

const tolerant = <T>(value: T, one: Rule): T | { value: T; error: Tolerance } => {
  const error = errorOf(one);
  return error === 0 ? value : { value, error };
};

const errorOf = (one: Rule): Tolerance => {
  const most = one.mustBeLessOrEqualTo ?? (one.mustBeLessThan === undefined ? 0 : below(one.mustBeLessThan, one));
  return one.unit === 'percent' && most !== 0 ? `${most}%` : most;
};

const below = (limit: number, { unit }: Rule): number =>
  unit === 'percent' ? limit : Math.max(0, Math.ceil(limit) - 1);

const tableOf = (rules: readonly Rule[], keys: readonly string[]): ContractInput['table'] => {
  const count = rules.find((one) => metricOf(one) === 'rowCount');
  const rows = count === undefined ? undefined : rowRange(count);
  const unique = [
    ...(keys.length > 1 ? [{ columns: [...keys] }] : []),
    ...rules.filter(isKeyRule).map((one) => {
      const error = errorOf(one);
      return { columns: one.arguments.properties ?? [], ...(error === 0 ? {} : { error }) };
    }),
  ];
  if (rows === undefined && unique.length === 0) return undefined;
  return given({ rows, unique: unique.length === 0 ? undefined : unique });
};

const rowRange = (one: Rule) => {
  const [min, max] = one.mustBeBetween ?? [
    one.mustBe ??
      one.mustBeGreaterOrEqualTo ??
      (one.mustBeGreaterThan === undefined ? undefined : one.mustBeGreaterThan + 1),
    one.mustBe ?? one.mustBeLessOrEqualTo ?? (one.mustBeLessThan === undefined ? undefined : one.mustBeLessThan - 1),
  ];
  return given({ min, max });
};
