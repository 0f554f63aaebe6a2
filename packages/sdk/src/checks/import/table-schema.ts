import type { ColumnType } from '@sightglass/model/contract';
import { z } from 'zod';
import { type ColumnInput, given, type Imported } from './imported.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const bound = z.union([z.string(), z.number()]);

const field = z.looseObject({
  name: z.string(),
  type: z.string().default('string'),
  format: z.string().optional(),
  description: z.string().optional(),
  constraints: z
    .looseObject({
      required: z.boolean().optional(),
      unique: z.boolean().optional(),
      minimum: bound.optional(),
      maximum: bound.optional(),
      minLength: z.number().optional(),
      maxLength: z.number().optional(),
      pattern: z.string().optional(),
      enum: z.array(scalar).optional(),
    })
    .default({}),
});
type Field = z.output<typeof field>;

const names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);

/** Frictionless Table Schema, https://datapackage.org/standard/table-schema/ */
export const tableSchema = z.looseObject({
  fields: z.array(field),
  missingValues: z.array(z.string()).optional(),
  primaryKey: names.optional(),
  foreignKeys: z.array(z.unknown()).optional(),
});

/** A Frictionless Data Resource holds the schema of its table. */
export const dataResource = z.looseObject({ name: z.string().optional(), schema: tableSchema });

const types: Readonly<Record<string, ColumnType>> = {
  string: 'string',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  year: 'integer',
  any: 'string',
};

export const fromTableSchema = (schema: z.output<typeof tableSchema>): Imported => {
  const { fields, missingValues, primaryKey = [], foreignKeys } = schema;
  const columns = fields.map((one) => columnOf(one, primaryKey));
  const unique = primaryKey.length > 1 ? [{ columns: [...primaryKey] }] : [];
  return {
    contract: {
      ...(missingValues === undefined ? {} : { format: { nulls: missingValues } }),
      columns,
      ...(unique.length === 0 ? {} : { table: { unique } }),
    },
    notes: [
      ...fields.flatMap(notesOn),
      ...(foreignKeys === undefined ? [] : ['foreignKeys are not carried over: write table.references yourself']),
    ],
  };
};

const notesOn = ({ name, type, format }: Field): string[] => [
  ...(type in types ? [] : [`column «${name}»: type ${type} is not known here and reads as string`]),
  ...(format === undefined || isKnown(type, format)
    ? []
    : [`column «${name}»: format ${format} is not carried over; write a pattern for it, or a format like %d.%m.%Y`]),
];

const isKnown = (type: string, format: string): boolean =>
  format === 'default' || format.includes('%') || (type === 'string' && format === 'uuid');

const columnOf = (
  { name, type, format, description, constraints }: Field,
  primaryKey: readonly string[],
): ColumnInput => {
  const { required, unique, minimum, maximum, minLength, maxLength, pattern } = constraints;
  const isKey = primaryKey.includes(name);
  return given({
    name,
    description,
    type: type === 'string' && format === 'uuid' ? ('uuid' as const) : (types[type] ?? 'string'),
    format: format?.includes('%') === true ? format : undefined,
    required: isKey || required === true ? true : undefined,
    unique: unique === true || (isKey && primaryKey.length === 1) ? true : undefined,
    min: minimum,
    max: maximum,
    minLength,
    maxLength,
    pattern,
    allowed: constraints.enum,
  }) as ColumnInput;
};
