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
    notes: ['column «where»: type geopoint is not known here and reads as string'],
  });
});

it('reads the schema of a Frictionless Data Resource, and tells of a format it drops', async () => {
  const fields = [
    { name: 'mail', type: 'string', format: 'email' },
    { name: 'key', type: 'string', format: 'uuid' },
    { name: 'day', type: 'date', format: 'default' },
  ];
  expect(await imported(JSON.stringify({ name: 'people', path: 'people.csv', schema: { fields } }))).toEqual({
    contract: {
      name: 'people',
      columns: [
        { name: 'mail', type: 'string' },
        { name: 'key', type: 'uuid' },
        { name: 'day', type: 'date' },
      ],
    },
    notes: ['column «mail»: format email is not carried over; write a pattern for it, or a format like %d.%m.%Y'],
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
        unique: [{ columns: ['order', 'line'] }, { columns: ['status', 'paid_at'], error: 2 }],
      },
    },
    notes: [
      'only table «orders» was read; there are customers too',
      'column «status»: classification restricted is not carried over; say pii: true when it holds personal data',
      'column «status»: less than 5 percent is carried over as error: 5%, which exactly 5 % does not break',
      'column «email»: quality rule custom is not carried over; write it as table.expressions',
      'slaProperties: freshness is not carried over; write table.freshness',
    ],
  });
});

it.each([
  ['{"a": 1}', undefined, 'is neither a Frictionless Table Schema nor an ODCS contract: fields:'],
  [odcs, 'invoices', 'has no table «invoices»; it has orders, customers'],
])('refuses %#', async (text, table, message) => {
  await expect(imported(text, table)).rejects.toThrow(message);
});
