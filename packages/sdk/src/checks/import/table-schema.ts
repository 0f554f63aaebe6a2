import type { ColumnType, ContractInput } from '@sightglass/model/contract';
import { z } from 'zod';
import {
  bound,
  type ColumnInput,
  type Imported,
  type ImportedColumn,
  keysBeyond,
  isTextFormat,
  labelled,
  listed,
  scalar,
  unlessEmpty,
} from './imported.ts';
import { given } from '../given.ts';
import { frictionlessKey, referencesOfKeys, type ResourcePaths } from './foreign-keys.ts';
import { strictBounds } from './strict-bounds.ts';

const names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);

const constraints = z.looseObject({
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  minimum: bound.optional(),
  maximum: bound.optional(),
  exclusiveMinimum: bound.optional(),
  exclusiveMaximum: bound.optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  pattern: z.string().optional(),
  enum: z.array(scalar).optional(),
});

const missing = z.array(z.union([z.string(), z.looseObject({ value: z.string() }).transform(({ value }) => value)]));

const field = z.looseObject({
  name: z.string(),
  type: z.string().default('string'),
  format: z.string().optional(),
  description: z.string().optional(),
  categories: z.array(labelled).optional(),
  decimalChar: z.string().length(1).optional(),
  groupChar: z.string().length(1).optional(),
  trueValues: z.array(z.string()).optional(),
  falseValues: z.array(z.string()).optional(),
  missingValues: missing.optional(),
  constraints: constraints.default({}),
});
type Field = z.output<typeof field>;

/** Frictionless Table Schema, https://datapackage.org/standard/table-schema/ */
export const tableSchema = z.looseObject({
  fields: z.array(field),
  fieldsMatch: z.union([z.string(), z.array(z.string()).transform(([one]) => one ?? 'exact')]).optional(),
  missingValues: missing.optional(),
  primaryKey: names.default([]),
  uniqueKeys: z.array(names).default([]),
  foreignKeys: z.array(frictionlessKey).default([]),
});
type TableSchema = z.output<typeof tableSchema>;

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

/** `paths` are those of the other resources of its package. */
export const fromTableSchema = (schema: TableSchema, paths: ResourcePaths = new Map()): Imported => {
  const { fields, missingValues, primaryKey, uniqueKeys, foreignKeys, fieldsMatch } = schema;
  const keys = [primaryKey, ...uniqueKeys];
  const required = new Set(primaryKey);
  const unique = new Set(keys.filter(({ length }) => length === 1).flat());
  const columns = fields.map((one) => columnOf(one, required.has(one.name), unique.has(one.name)));
  const match = fieldsMatch === undefined ? undefined : fieldsMatches[fieldsMatch];
  const found = referencesOfKeys(foreignKeys, paths);
  const table = unlessEmpty({
    unique: listed(keys.filter(({ length }) => length > 1).map((key) => ({ columns: key }))),
    expressions: listed(columns.flatMap(({ expressions }) => expressions)),
    references: listed(found.references),
    ...match?.table,
  });
  return {
    contract: given({
      format: missingValues === undefined ? undefined : { nulls: missingValues },
      columns: columns.map(({ column }) => ({ ...column, ...(match?.mayLack === true ? mayLack(column) : {}) })),
      table,
    }) as ContractInput,
    notes: [
      ...columns.flatMap(({ notes }) => notes),
      ...(fieldsMatch !== undefined && match === undefined
        ? [`fieldsMatch ${fieldsMatch} is not known and not carried over`]
        : []),
      ...found.notes,
    ],
  };
};

/** How the columns of a file may differ from the fields; `mayLack` some of them. */
const fieldsMatches: Readonly<Record<string, { readonly table: ContractInput['table']; readonly mayLack: boolean }>> = {
  exact: { table: { extraColumns: 'fail', columnOrder: 'fail' }, mayLack: false },
  equal: { table: { extraColumns: 'fail', columnOrder: 'allowed' }, mayLack: false },
  subset: { table: { extraColumns: 'allowed', columnOrder: 'allowed' }, mayLack: false },
  superset: { table: { extraColumns: 'fail', columnOrder: 'allowed' }, mayLack: true },
  partial: { table: { extraColumns: 'allowed', columnOrder: 'allowed' }, mayLack: true },
};

/** `required: false` lets the file lack the column; values that must be there are then said by `nullable`. */
const mayLack = ({ required }: ColumnInput): Partial<ColumnInput> =>
  required === undefined ? { required: false } : { required: false, nullable: false };

const carriedConstraints = Object.keys(constraints.shape);
const carriedKeys = ['title', 'example', 'examples', 'rdfType', 'categoriesOrdered', ...Object.keys(field.shape)];

const columnOf = (one: Field, isRequired: boolean, isUnique: boolean): ImportedColumn => {
  const { name, format, description, categories, constraints: own } = one;
  const word = one.type;
  const type = word === 'string' && format === 'uuid' ? 'uuid' : (types[word] ?? 'string');
  const owner = `column "${name}"`;
  return {
    column: given({
      name,
      description,
      type,
      format: format?.includes('%') === true || isTextFormat(type, format) ? format : undefined,
      nulls: one.missingValues,
      decimal: one.decimalChar,
      group: one.groupChar,
      trueWords: wordsOf(one.trueValues),
      falseWords: wordsOf(one.falseValues),
      required: isRequired || own.required === true ? true : undefined,
      unique: isUnique || own.unique === true ? true : undefined,
      min: own.minimum,
      max: own.maximum,
      minLength: own.minLength,
      maxLength: own.maxLength,
      pattern: own.pattern,
      allowed: own.enum ?? categories,
    }) as ColumnInput,
    expressions: strictBounds(name, type, own),
    notes: [
      ...(word in types ? [] : [`${owner}: type ${word} is not known here and reads as string`]),
      ...(format === undefined || isCarried(word, format)
        ? []
        : [`${owner}: format ${format} is not carried over; write a pattern for it, or a format like %d.%m.%Y`]),
      ...keysBeyond(own, carriedConstraints).map((key) => `${owner}: constraint ${key} is not carried over`),
      ...keysBeyond(one, carriedKeys).map((key) => `${owner}: ${key} is not carried over`),
    ],
  };
};

/** A list of words, if there is one in it. */
const wordsOf = (given: readonly string[] | undefined): string[] | undefined =>
  given === undefined ? undefined : listed(given.filter((word) => word !== ''));

const isCarried = (type: string, format: string): boolean =>
  format === 'default' ||
  format.includes('%') ||
  (type === 'string' && format === 'uuid') ||
  isTextFormat(type, format);
