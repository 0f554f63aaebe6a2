import { type ColumnTypeWord, type ContractInput, encodingNamed } from '@sightglass/model/contract';
import { z } from 'zod';
import { csvwKey, referencesOfCsvw } from './foreign-keys.ts';
import { given } from '../given.ts';
import { type ColumnInput, type Imported, keysBeyond, listed, unlessEmpty } from './imported.ts';

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const numberFormat = z.looseObject({
  decimalChar: z.string().length(1).optional(),
  groupChar: z.string().length(1).optional(),
});
const datatype = z.union([
  z.string().transform((base) => ({ base })),
  z.looseObject({
    base: z.string().default('string'),
    format: z.union([z.string(), numberFormat]).optional(),
    minimum: z.union([z.string(), z.number()]).optional(),
    maximum: z.union([z.string(), z.number()]).optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
  }),
]);

const column = z.looseObject({
  name: z.string().optional(),
  titles: texts.optional(),
  datatype: datatype.optional(),
  required: z.boolean().optional(),
  null: texts.optional(),
  virtual: z.boolean().optional(),
});
type CsvwColumn = z.output<typeof column>;

/** CSV on the Web, https://www.w3.org/TR/tabular-metadata/ */
export const csvwTable = z.looseObject({
  url: z.string().optional(),
  tableSchema: z.looseObject({
    columns: z.array(column).min(1),
    primaryKey: texts.default([]),
    foreignKeys: z.array(csvwKey).default([]),
  }),
  dialect: z
    .looseObject({
      delimiter: z.string().optional(),
      quoteChar: z.string().nullable().optional(),
      doubleQuote: z.boolean().optional(),
      encoding: z.string().optional(),
      commentPrefix: z.string().nullable().optional(),
      header: z.boolean().optional(),
      skipRows: z.int().optional(),
      skipInitialSpace: z.boolean().optional(),
      trim: z.union([z.boolean(), z.string()]).optional(),
    })
    .default({}),
});
/** Metadata of several tables. */
export const csvwTables = z.looseObject({ tables: z.array(z.looseObject({ url: z.string().optional() })).min(1) });
type CsvwTable = z.output<typeof csvwTable>;

const types: Readonly<Record<string, ColumnTypeWord>> = {
  string: 'string',
  anyURI: 'string',
  normalizedString: 'string',
  token: 'string',
  integer: 'integer',
  int: 'int32',
  short: 'int16',
  byte: 'int8',
  nonNegativeInteger: 'integer',
  positiveInteger: 'integer',
  unsignedByte: 'uint8',
  unsignedShort: 'uint16',
  unsignedInt: 'uint32',
  unsignedLong: 'uint64',
  long: 'int64',
  number: 'number',
  decimal: 'number',
  double: 'number',
  float: 'number',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  dateTime: 'timestamp',
  dateTimeStamp: 'timestamp',
};
/** What the types say of the sign. */
const least: Readonly<Record<string, number>> = {
  nonNegativeInteger: 0,
  positiveInteger: 1,
};

/** What the header calls a column, by its name; `table` is the URL of its table. */
type TitleOf = (table: string | undefined, column: string) => string;

/** `titleOf` knows the columns of other tables. */
export const fromCsvw = ({ url, tableSchema, dialect }: CsvwTable, titleOf: TitleOf = (_, name) => name): Imported => {
  const { columns, primaryKey, foreignKeys } = tableSchema;
  const real = columns.filter(({ virtual }) => virtual !== true);
  const isKey = (name: string | undefined): boolean => name !== undefined && primaryKey.includes(name);
  const found = real.map((one, index) =>
    columnOf(one, index, isKey(one.name), isKey(one.name) && primaryKey.length === 1),
  );
  const ownTitle = (name: string): string => nameOf(real.find((one) => one.name === name) ?? { name }, 0);
  const keys = referencesOfCsvw(foreignKeys, url, (table, name) =>
    table === url ? ownTitle(name) : titleOf(table, name),
  );
  const together = primaryKey.map(ownTitle);
  const format = unlessEmpty({
    delimiter: dialect.delimiter,
    quote: dialect.quoteChar ?? undefined,
    escape: dialect.doubleQuote === false ? '\\' : undefined,
    encoding: dialect.encoding === undefined ? undefined : encodingNamed(dialect.encoding),
    comment: dialect.commentPrefix ?? undefined,
    header: dialect.header,
    skipLines: dialect.skipRows === 0 ? undefined : dialect.skipRows,
    trim: dialect.trim === true || dialect.skipInitialSpace === true ? true : undefined,
  });
  return {
    contract: given({
      name: url?.replace(/^.*\//u, '').replace(/\..*$/u, ''),
      format,
      columns: found.map((one) => one.column),
      table: unlessEmpty({
        unique: listed(primaryKey.length > 1 ? [{ columns: together }] : []),
        references: listed(keys.references),
      }),
    }) as ContractInput,
    notes: [
      ...found.flatMap(({ notes }) => notes),
      ...keys.notes,
      ...keysBeyond(tableSchema, ['columns', 'primaryKey', 'foreignKeys', 'aboutUrl', 'rowTitles']).map(
        (key) => `tableSchema: ${key} is not carried over`,
      ),
    ],
  };
};

/** The titles of the columns of several tables. */
export const titlesIn = (tables: readonly unknown[]): TitleOf => {
  const known = tables.flatMap((one) => csvwTable.safeParse(one).data ?? []);
  return (table, name) => {
    const { columns } = known.find(({ url }) => url === table)?.tableSchema ?? { columns: [] };
    return nameOf(columns.find((one) => one.name === name) ?? { name }, 0);
  };
};

/** The header holds the first title. */
const nameOf = ({ name, titles }: Pick<CsvwColumn, 'name' | 'titles'>, index: number): string =>
  titles?.[0] ?? name ?? `column_${index + 1}`;

const columnOf = (one: CsvwColumn, index: number, isRequired: boolean, isUnique: boolean) => {
  const name = nameOf(one, index);
  const { base, format, minimum, maximum, minLength, maxLength, ...rest } = {
    base: 'string',
    ...(one.datatype as Partial<Exclude<CsvwColumn['datatype'], undefined>> & Record<string, unknown>),
  } as {
    base: string;
    format?: string | z.output<typeof numberFormat>;
    minimum?: string | number;
    maximum?: string | number;
    minLength?: number;
    maxLength?: number;
  };
  const type = types[base];
  const isTime = type === 'date' || type === 'time' || type === 'timestamp';
  const signs = typeof format === 'object' ? format : {};
  const pattern = typeof format === 'string' && (type ?? 'string') === 'string' ? format : undefined;
  const isCarried = typeof format !== 'string' || isTime || pattern !== undefined;
  return {
    column: given({
      name,
      type: type ?? 'string',
      format: isTime && typeof format === 'string' ? format : undefined,
      required: isRequired || one.required === true ? true : undefined,
      unique: isUnique ? true : undefined,
      min: minimum ?? least[base],
      max: maximum,
      minLength,
      maxLength,
      pattern,
      nulls: one.null,
      decimal: signs.decimalChar,
      group: signs.groupChar,
    }) as ColumnInput,
    notes: [
      ...(type === undefined ? [`column "${name}": datatype ${base} is not known here and reads as string`] : []),
      ...(isCarried ? [] : [`column "${name}": format ${String(format)} is not carried over`]),
      ...keysBeyond(rest, ['id', 'length']).map((key) => `column "${name}": ${key} is not carried over`),
    ],
  };
};
