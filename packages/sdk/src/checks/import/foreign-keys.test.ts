import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { importContract } from './import-contract.ts';

const imported = async (content: object | string, table?: string) => {
  const file = join(temporaryFolder(), 'given');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  const { contract, notes } = await importContract(file, table);
  return { references: contract.table?.references, notes };
};

const fields = [{ name: 'a' }, { name: 'b' }];

describe('foreign keys of Frictionless', () => {
  it.each([
    ['to the table itself', { fields: 'a', reference: { resource: '', fields: 'b' } }, { column: 'a', key: 'b' }, []],
    [
      'to a resource of the package',
      { fields: ['a', 'b'], reference: { resource: 'places', fields: ['x', 'y'] } },
      { columns: ['a', 'b'], file: 'data/places.parquet', keys: ['x', 'y'] },
      [],
    ],
    [
      'to a resource that is nowhere',
      { fields: ['a'], reference: { resource: 'nosuch', fields: ['x'] } },
      { column: 'a', file: 'nosuch.csv', key: 'x' },
      ['a: the file of table "nosuch" is not named; correct nosuch.csv in table.references'],
    ],
  ])('%s', async (_, foreignKey, reference, notes) => {
    const resources = [
      { name: 'orders', path: 'orders.csv', schema: { fields, foreignKeys: [foreignKey] } },
      { name: 'places', path: 'data/places.parquet' },
    ];
    expect(await imported({ resources })).toEqual({ references: [reference], notes });
  });
});

it('foreign keys of CSVW name columns by their titles', async () => {
  const column = (name: string, titles?: string) => ({ name, ...(titles === undefined ? {} : { titles }) });
  const foreignKeys = [
    { columnReference: 'c', reference: { resource: 'countries.csv', columnReference: ['code'] } },
    { columnReference: ['c', 'd'], reference: { resource: 'cities.csv', columnReference: ['c', 'd'] } },
    { columnReference: 'd', reference: { schemaReference: 'x', columnReference: 'd' } },
  ];
  const tables = [
    { url: 'trips.csv', tableSchema: { columns: [column('c', 'Country'), column('d')], foreignKeys } },
    { url: 'countries.csv', tableSchema: { columns: [column('code', 'ISO code')] } },
  ];
  expect(await imported({ tables })).toEqual({
    references: [
      { column: 'Country', file: 'countries.csv', key: 'ISO code' },
      { columns: ['Country', 'd'], file: 'cities.csv', keys: ['c', 'd'] },
    ],
    notes: ['tableSchema: foreignKeys to a schema and no resource are not carried over; write table.references'],
  });
});

it('relationships of ODCS, of columns and of the table', async () => {
  const contract = `
apiVersion: v3.1.0
kind: DataContract
schema:
  - name: orders
    properties:
      - { name: customer, relationships: [{ to: customers.id }, { to: other.yaml#/schema/x/properties/y }] }
      - { name: parent, relationships: [{ type: foreignKey, to: /schema/orders/properties/id }] }
      - { name: id }
    relationships:
      - { type: foreignKey, from: [orders.customer, orders.id], to: [lines.customer, lines.order] }
      - { from: orders.id, to: [lines.customer, lines.order] }
  - { name: customers, physicalName: customers.parquet }
  - { name: lines, physicalName: dbo.lines }
`;
  expect(await imported(contract)).toEqual({
    references: [
      { column: 'customer', file: 'customers.parquet', key: 'id' },
      { column: 'parent', key: 'id' },
      { columns: ['customer', 'id'], file: 'lines.csv', keys: ['customer', 'order'] },
    ],
    notes: [
      'only table "orders" was read; there are customers, lines too',
      'customer + id: the file of table "lines" is not named; correct lines.csv in table.references',
      'orders: relationship to other.yaml#/schema/x/properties/y is not carried over; write table.references',
      'orders: relationship to lines.customer, lines.order is not carried over; write table.references',
    ],
  });
});
