import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contractShape } from '@sightglass/model/contract';
import { expect, it } from 'vitest';
import { importContract } from './import-contract.ts';
import type { Imported } from './imported.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

const imported = async (text: string, table?: string): Promise<Imported> => {
  const dir = temporaryFolder();
  await writeFile(join(dir, 'given'), text);
  const found = await importContract(join(dir, 'given'), table);
  contractShape.parse(found.contract);
  return found;
};

const tableSchema = {
  fields: [
    { name: 'id', type: 'integer' },
    { name: 'name', type: 'string', constraints: { required: true, minLength: 2, pattern: '[A-Z].*' } },
    { name: 'born', type: 'date', format: '%d.%m.%Y', constraints: { minimum: '01.01.1900' } },
    { name: 'kind', constraints: { enum: ['a', 'b'] } },
    { name: 'where', type: 'geopoint' },
  ],
  missingValues: ['', 'NA'],
  primaryKey: 'id',
};

it('reads a Frictionless Table Schema', async () => {
  expect(await imported(JSON.stringify(tableSchema))).toEqual({
    contract: {
      format: { nulls: ['', 'NA'] },
      columns: [
        { name: 'id', type: 'integer', required: true, unique: true },
        { name: 'name', type: 'string', required: true, minLength: 2, pattern: '[A-Z].*' },
        { name: 'born', type: 'date', format: '%d.%m.%Y', min: '01.01.1900' },
        { name: 'kind', type: 'string', allowed: ['a', 'b'] },
        { name: 'where', type: 'string' },
      ],
    },
    notes: ['column "where": type geopoint is not known here and reads as string'],
  });
});

it('reads the schema of a Frictionless Data Resource, and tells of a format it drops', async () => {
  const fields = [
    { name: 'mail', type: 'string', format: 'email' },
    { name: 'blob', type: 'string', format: 'binary' },
    { name: 'key', type: 'string', format: 'uuid' },
    { name: 'day', type: 'date', format: 'default' },
  ];
  expect(await imported(JSON.stringify({ name: 'people', path: 'people.csv', schema: { fields } }))).toEqual({
    contract: {
      name: 'people',
      columns: [
        { name: 'mail', type: 'string', format: 'email' },
        { name: 'blob', type: 'string' },
        { name: 'key', type: 'uuid' },
        { name: 'day', type: 'date' },
      ],
    },
    notes: ['column "blob": format binary is not carried over; write a pattern for it, or a format like %d.%m.%Y'],
  });
});

const odcs = `
apiVersion: v3.1.0
kind: DataContract
id: 53581432-6c55-4ba2-a65f-72344a91553a
version: 1.1.0
status: active
schema:
  - name: orders
    logicalType: object
    properties:
      - { name: order, logicalType: integer, primaryKey: true, primaryKeyPosition: 1 }
      - { name: line, logicalType: integer, primaryKey: true, primaryKeyPosition: 2 }
      - name: status
        logicalType: string
        classification: restricted
        required: true
        quality:
          - { metric: invalidValues, arguments: { validValues: [open, paid] }, mustBeLessThan: 5, unit: percent }
      - name: email
        logicalType: string
        classification: PII
        logicalTypeOptions: { pattern: '.+@.+', maxLength: 200 }
        quality:
          - { metric: nullValues, mustBeLessOrEqualTo: 10 }
          - { type: sql, query: 'select 1', mustBe: 0 }
      - { name: paid_at, logicalType: timestamp, logicalTypeOptions: { format: "yyyy-MM-dd'T'HH:mm:ss" } }
    quality:
      - { metric: rowCount, mustBeGreaterThan: 100 }
      - { metric: duplicateValues, mustBeLessThan: 3, arguments: { properties: [status, paid_at] } }
  - name: customers
slaProperties:
  - { property: freshness, value: 4, unit: h, element: orders.paid_at }
`;

it('reads an ODCS 3.1 contract', async () => {
  expect(await imported(odcs)).toEqual({
    contract: {
      name: 'orders',
      version: '1.1.0',
      columns: [
        { name: 'order', type: 'integer', required: true },
        { name: 'line', type: 'integer', required: true },
        { name: 'status', type: 'string', required: true, allowed: { value: ['open', 'paid'], error: '5%' } },
        {
          name: 'email',
          type: 'string',
          required: { value: true, error: 10 },
          pattern: '.+@.+',
          maxLength: 200,
          pii: true,
        },
        { name: 'paid_at', type: 'timestamp', format: "yyyy-MM-dd'T'HH:mm:ss" },
      ],
      table: {
        rows: { min: 101 },
        freshness: { maxAge: '4h', column: 'paid_at' },
        unique: [{ columns: ['order', 'line'] }, { columns: ['status', 'paid_at'], error: 2 }],
      },
    },
    notes: [
      'only table "orders" was read; there are customers too',
      'column "status": classification restricted is not carried over; write pii: true when it holds personal data',
      'column "status": less than 5 percent is carried over as at most 5%, which exactly 5 % does not break',
      'column "email": quality rule sql is not carried over; write it as table.expressions',
    ],
  });
});

it('carries strict bounds and steps over as expressions, and keys of several columns', async () => {
  const fields = [
    { name: 'age', type: 'integer', constraints: { exclusiveMaximum: 100, jsonSchema: { type: 'integer' } } },
    { name: 'born', type: 'date', constraints: { exclusiveMinimum: '1900-01-01' } },
    { name: 'kind', categories: [{ value: 'a', label: 'A' }, { value: 'b' }], missingValues: ['-'] },
    { name: 'price', type: 'number', groupChar: ',' },
  ];
  expect(
    await imported(JSON.stringify({ fields, uniqueKeys: [['age'], ['born', 'kind']], fieldsMatch: 'superset' })),
  ).toEqual({
    contract: {
      columns: [
        { name: 'age', type: 'integer', unique: true, required: false },
        { name: 'born', type: 'date', required: false },
        { name: 'kind', type: 'string', nulls: ['-'], allowed: ['a', 'b'], required: false },
        { name: 'price', type: 'number', group: ',', required: false },
      ],
      table: {
        unique: [{ columns: ['born', 'kind'] }],
        expressions: [
          { name: 'age below 100', expression: 'age < 100' },
          { name: 'born above 1900-01-01', expression: 'born > timestamp("1900-01-01T00:00:00.000Z")' },
        ],
        extraColumns: 'fail',
        columnOrder: 'allowed',
      },
    },
    notes: ['column "age": constraint jsonSchema is not carried over'],
  });
});

it('reads one resource of a Frictionless Data Package with the dialect of its file', async () => {
  const resource = (name: string) => ({
    name,
    path: `${name}.csv`,
    encoding: 'ISO-8859-1',
    dialect: {
      delimiter: ';',
      quoteChar: "'",
      commentChar: '#',
      escapeChar: '\\',
      headerRows: [3],
      skipInitialSpace: true,
    },
    schema: { fields: [{ name: 'id', type: 'integer' }] },
  });
  expect(await imported(JSON.stringify({ resources: [resource('orders'), resource('people')] }), 'people')).toEqual({
    contract: {
      name: 'people',
      format: {
        delimiter: ';',
        quote: "'",
        encoding: 'latin1',
        comment: '#',
        escape: '\\',
        skipLines: 2,
        trim: true,
      },
      columns: [{ name: 'id', type: 'integer' }],
    },
    notes: [],
  });
});

const odcsOf = (properties: string, rest = ''): string =>
  `{apiVersion: v3.1.0, kind: DataContract, schema: [{name: t, properties: [${properties}]${rest}}]}`;

it.each([
  ['null for what is not said', '{name: a, description: null, tags: null}', { name: 'a', type: 'string' }, []],
  ['a physical type', '{name: a, physicalType: VARCHAR(18)}', { name: 'a', type: 'string' }, []],
  [
    'a physical type of numbers',
    '{name: a, physicalType: "DECIMAL(10, 2)"}',
    { name: 'a', type: 'number', precision: 10, scale: 2 },
    [],
  ],
  [
    'a width of integers',
    '{name: a, logicalType: integer, logicalTypeOptions: {format: i32}}',
    { name: 'a', type: 'int32' },
    [],
  ],
  [
    'an unknown type',
    '{name: a, physicalType: jsonb}',
    { name: 'a', type: 'string' },
    ['type jsonb is not known here'],
  ],
  [
    'a date with a time',
    '{name: a, logicalType: date, logicalTypeOptions: {format: "yyyy-MM-dd HH:mm"}}',
    { name: 'a', type: 'timestamp', format: 'yyyy-MM-dd HH:mm' },
    [],
  ],
  [
    'an enumeration',
    '{name: a, enum: [{value: x, label: X}, {value: y}]}',
    { name: 'a', type: 'string', allowed: ['x', 'y'] },
    [],
  ],
  [
    'a rule that only warns',
    '{name: a, quality: [{metric: nullValues, mustBeLessOrEqualTo: 2, unit: percent, severity: warning}]}',
    { name: 'a', type: 'string', required: { value: true, warn: '2%' } },
    [],
  ],
  [
    'at most so many',
    '{name: a, quality: [{metric: duplicateValues, mustBeBetween: [0, 7]}]}',
    { name: 'a', type: 'string', unique: { value: true, error: 7 } },
    [],
  ],
  [
    'at least so many',
    '{name: a, quality: [{metric: nullValues, mustBeGreaterThan: 7}]}',
    { name: 'a', type: 'string' },
    ['quality rule nullValues mustBeGreaterThan is not carried over'],
  ],
  [
    'between so many and so many',
    '{name: a, quality: [{metric: nullValues, mustBeBetween: [1, 7]}]}',
    { name: 'a', type: 'string' },
    ['quality rule nullValues mustBeBetween is not carried over'],
  ],
  [
    'two rules on the same',
    '{name: a, logicalTypeOptions: {pattern: x}, quality: [{metric: invalidValues, arguments: {pattern: y}}]}',
    { name: 'a', type: 'string', pattern: 'x' },
    ['quality rule invalidValues is not carried over, as pattern is set before'],
  ],
  [
    'what cannot be used as it stands',
    '{name: a, logicalType: date, logicalTypeOptions: {format: "QQQ yyyy"}}',
    { name: 'a', type: 'date', format: 'QQQ yyyy' },
    ['correct columns.0.format: column "a": date format "QQQ yyyy": "QQQ" is not known'],
  ],
  ['another name', '{name: a, physicalName: b}', { name: 'a', type: 'string' }, ['its physical name is b']],
  [
    'a form of texts',
    '{name: a, logicalTypeOptions: {format: password}}',
    { name: 'a', type: 'string' },
    ['format password is not'],
  ],
])('ODCS: %s', async (_, property, column, notes) => {
  const found = await imported(odcsOf(property));
  expect(found.contract.columns).toEqual([column]);
  expect(found.notes).toEqual(notes.map((note) => expect.stringContaining(note) as string));
});

it('ODCS: texts that stand for no value count in every column', async () => {
  const rule = '{metric: missingValues, arguments: {missingValues: [null, "", N/A]}, mustBeLessThan: 100}';
  const { contract, notes } = await imported(odcsOf(`{name: a, quality: [${rule}]}`));
  expect(contract.format).toEqual({ nulls: ['', 'N/A'] });
  expect(contract.columns).toEqual([{ name: 'a', type: 'string', required: { value: true, error: 99 } }]);
  expect(notes).toEqual(['column "a": "", "N/A" mean that there is no value in every column (format.nulls)']);
});

it('ODCS: bounds of the row count meet', async () => {
  const rules =
    '[{metric: rowCount, mustBeGreaterThan: 9}, {metric: rowCount, mustBeLessOrEqualTo: 20, severity: warning}]';
  const { contract, notes } = await imported(odcsOf('{name: a}', `, quality: ${rules}`));
  expect(contract.table).toEqual({ rows: { min: 10, max: 20 } });
  expect(notes).toEqual(['t: severity warning of rowCount is not carried over; table.rows fails']);
});

it.each([
  ['{"a": 1}', undefined, 'is neither a Frictionless Table Schema nor an ODCS contract: fields is missing'],
  [odcs, 'invoices', 'has no table "invoices"; it has orders, customers'],
])('refuses %#', async (text, table, message) => {
  await expect(imported(text, table)).rejects.toThrow(message);
});

it('reads CSVW metadata with its dialect', async () => {
  const table = {
    url: 'https://example.org/orders.csv',
    dialect: {
      delimiter: ';',
      commentPrefix: '#',
      encoding: 'windows-1251',
      skipRows: 2,
      doubleQuote: false,
      trim: true,
    },
    tableSchema: {
      columns: [
        { name: 'id', titles: 'Order', datatype: 'long', required: true },
        { name: 'day', datatype: { base: 'date', format: 'dd.MM.yyyy' }, null: ['', '-'] },
        { name: 'price', datatype: { base: 'decimal', format: { decimalChar: ',', groupChar: '.' }, minimum: 0 } },
        { name: 'code', datatype: { base: 'string', format: '[A-Z]+', maxLength: 3 } },
        { name: 'about', virtual: true },
      ],
      primaryKey: 'id',
    },
  };
  const expected = {
    contract: {
      name: 'orders',
      format: { delimiter: ';', escape: '\\', encoding: 'windows-1251', comment: '#', skipLines: 2, trim: true },
      columns: [
        { name: 'Order', type: 'int64', required: true, unique: true },
        { name: 'day', type: 'date', format: 'dd.MM.yyyy', nulls: ['', '-'] },
        { name: 'price', type: 'number', min: 0, decimal: ',', group: '.' },
        { name: 'code', type: 'string', maxLength: 3, pattern: '[A-Z]+' },
      ],
    },
    notes: [],
  };
  const context = { '@context': 'http://www.w3.org/ns/csvw' };
  expect(await imported(JSON.stringify({ ...context, ...table }))).toEqual(expected);
  expect(await imported(JSON.stringify({ ...context, tables: [table] }))).toEqual(expected);
});
