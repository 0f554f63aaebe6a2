import { type ColumnType, columnTypeWords, type ColumnTypeWord } from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import { z } from 'zod';
import { given } from '../given.ts';
import { bound, type ColumnInput, isTextFormat, type ImportedColumn, keysBeyond, labelled } from './imported.ts';
import { odcsRelationship } from './odcs-relationships.ts';
import { carryRule, metricOf, type OdcsRule, odcsRule, strictNotes, uncarried } from './odcs-rule.ts';
import { strictBounds } from './strict-bounds.ts';

const typeOptions = z.looseObject({
  format: z.string().optional(),
  minimum: bound.optional(),
  maximum: bound.optional(),
  exclusiveMinimum: bound.optional(),
  exclusiveMaximum: bound.optional(),
  multipleOf: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  pattern: z.string().optional(),
});

/** A column of ODCS, https://bitol-io.github.io/open-data-contract-standard/v3.1.0/schema/ */
export const odcsProperty = z.looseObject({
  name: z.string(),
  physicalName: z.string().optional(),
  description: z.string().optional(),
  logicalType: z.string().optional(),
  physicalType: z.string().optional(),
  logicalTypeOptions: typeOptions.default({}),
  enum: z.array(labelled).optional(),
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  primaryKey: z.boolean().optional(),
  primaryKeyPosition: z.number().optional(),
  classification: z.string().optional(),
  tags: z.array(z.string()).default([]),
  relationships: z.array(odcsRelationship).default([]),
  quality: z.array(odcsRule).default([]),
});
type Property = z.output<typeof odcsProperty>;

/** What stands for a property, and texts that its rules take for no value. */
export interface OdcsColumn extends ImportedColumn {
  readonly nulls: readonly string[];
}

export const columnOf = (one: Property, keys: readonly string[]): OdcsColumn => {
  const { name, logicalTypeOptions: options } = one;
  const type = typeOf(one);
  const owner = `column "${name}"`;
  const own = ownRules(one, type ?? 'string', keys);
  const { column, notes } = one.quality.reduce((sofar, rule) => withRule(owner, sofar, rule), {
    column: own,
    notes: [] as readonly string[],
  });
  const nulls = one.quality.flatMap(({ arguments: { missingValues = [] } }) =>
    missingValues.filter((text) => text !== null).map(String),
  );
  return {
    column,
    expressions: strictBounds(name, type ?? 'string', options),
    nulls,
    notes: [
      ...typeNotes(owner, one, type),
      ...classNotes(owner, one),
      ...notes,
      ...(nulls.length === 0
        ? []
        : [
            `${owner}: ${nulls.map((text) => `"${text}"`).join(', ')} mean that there is no value in every column (format.nulls)`,
          ]),
    ],
  };
};

const ownRules = (one: Property, type: ColumnType, keys: readonly string[]): ColumnInput => {
  const { format, minimum, maximum, minLength, maxLength, pattern } = one.logicalTypeOptions;
  const isKey = keys.includes(one.name);
  return given({
    name: one.name,
    description: one.description,
    type: widthOf(one) ?? type,
    format: isOfTime(type) || isTextFormat(type, format) ? format : undefined,
    ...(type === 'number' || type === 'integer' ? decimalSize(one.physicalType) : {}),
    required: one.required === true || isKey ? true : undefined,
    unique: one.unique === true || (isKey && keys.length === 1) ? true : undefined,
    min: minimum,
    max: maximum,
    minLength,
    maxLength,
    pattern,
    allowed: one.enum,
    pii: isPersonal(one) ? true : undefined,
  }) as ColumnInput;
};

interface Ruled {
  readonly column: ColumnInput;
  readonly notes: readonly string[];
}

/** What the property says of itself counts before what a rule says. */
const withRule = (owner: string, { column, notes }: Ruled, one: OdcsRule): Ruled => {
  const carried = carryRule(one);
  const given = Object.entries(carried).filter(([key]) => column[key as keyof ColumnInput] !== undefined);
  const clashes = given.filter(
    ([key, value]) => JSON.stringify(column[key as keyof ColumnInput]) !== JSON.stringify(value),
  );
  const isCarried = Object.keys(carried).length > 0;
  return {
    column: { ...carried, ...column },
    notes: [
      ...notes,
      ...(isCarried ? strictNotes(owner, one) : [uncarried(owner, one)]),
      ...clashes.map(([key]) => `${owner}: quality rule ${metricOf(one)} is not carried over, as ${key} is set before`),
    ],
  };
};

const isOfTime = (type: ColumnType): boolean => type === 'date' || type === 'time' || type === 'timestamp';

/** Undefined when it is none of ours. */
const typeOf = ({
  logicalType,
  physicalType,
  logicalTypeOptions: { format = '' },
}: Property): ColumnType | undefined => {
  if (logicalType === undefined) return physicalTypeOf(physicalType);
  if (logicalType === 'string' && format === 'uuid') return 'uuid';
  if (logicalType === 'date' && /[Hh]/u.test(format)) return 'timestamp';
  return isTypeWord(logicalType) ? columnTypeOf(logicalType) : undefined;
};

/** `VARCHAR(20)` as well as `bigint`. */
const physicalTypeOf = (word = 'string'): ColumnType | undefined => {
  const bare = word.toLowerCase().replace(/\(.*$/u, '').trim();
  return isTypeWord(bare) ? columnTypeOf(bare) : undefined;
};

const widths: Readonly<Record<string, ColumnTypeWord>> = {
  i8: 'int8',
  i16: 'int16',
  i32: 'int32',
  i64: 'int64',
  u8: 'uint8',
  u16: 'uint16',
  u32: 'uint32',
  u64: 'uint64',
};

/** Of integers whose format is their width. */
const widthOf = ({ logicalType, logicalTypeOptions: { format = '' } }: Property): ColumnTypeWord | undefined =>
  logicalType === 'integer' ? widths[format] : undefined;

/** Those of `DECIMAL(10,2)`. */
const decimalSize = (word = ''): Pick<ColumnInput, 'precision' | 'scale'> => {
  const [, precision, scale] = /^(?:decimal|numeric|number)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)$/iu.exec(word) ?? [];
  if (precision === undefined) return {};
  return { precision: Number(precision), scale: Number(scale ?? 0) };
};

const isTypeWord = (word: string): word is ColumnTypeWord => (columnTypeWords as readonly string[]).includes(word);

const typeNotes = (owner: string, one: Property, type: ColumnType | undefined): string[] => {
  const { physicalName, logicalTypeOptions: options } = one;
  const isCarried =
    type === 'uuid' ||
    widthOf(one) !== undefined ||
    (type !== undefined && (isOfTime(type) || isTextFormat(type, options.format)));
  const dropped = options.format !== undefined && !isCarried;
  return [
    ...(type === undefined
      ? [`${owner}: type ${one.logicalType ?? one.physicalType} is not known here and reads as string`]
      : []),
    ...(physicalName === undefined || physicalName === one.name
      ? []
      : [`${owner}: its physical name is ${physicalName}; name the column as the file does`]),
    ...(dropped ? [`${owner}: format ${options.format} is not carried over; write a pattern, or min and max`] : []),
    ...keysBeyond(options, Object.keys(typeOptions.shape)).map((key) => `${owner}: ${key} is not carried over`),
  ];
};

const classNotes = (owner: string, one: Property): string[] =>
  one.classification === undefined || one.classification === 'public' || isPersonal(one)
    ? []
    : [
        `${owner}: classification ${one.classification} is not carried over; write pii: true when it holds personal data`,
      ];

const isPersonal = ({ classification = '', tags }: Property): boolean =>
  [classification, ...tags].some((word) => /^(?:pii|personal)/iu.test(word));
