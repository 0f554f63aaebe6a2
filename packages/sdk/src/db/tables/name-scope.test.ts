import { sanitiseSql, type DatabaseSystem } from '@sightglass/model';
import { expect, test } from 'vitest';
import { NameScope } from './name-scope.ts';
import { readTables } from './read-tables.ts';

const names = (
  system: DatabaseSystem,
  texts: readonly string[],
  { schema, ...more }: { schema?: string; host?: string; port?: number } = {},
) => {
  const scope = new NameScope(() => ({ system, host: 'DB', port: undefined, database: 'shop', ...more }));
  scope.inSchema(schema);
  return texts
    .flatMap((text) => readTables(sanitiseSql(text), system))
    .flatMap((tables) => {
      const { inputs, outputs } = scope.datasetsOf(tables);
      return [...inputs, ...outputs.map(({ dataset }) => dataset)].map(({ namespace, name }) => `${namespace}/${name}`);
    });
};

test.each<[string, string[]]>([
  [
    'SELECT * FROM orders, sales."Items", other.public.t, a.b.c.d',
    ['shop.orders', 'shop.sales.Items', 'other.public.t'],
  ],
  ['SELECT * FROM pg_class, pg_catalog.pg_tables, information_schema.columns, pg_temp.x, pg_temp_3.y', []],
])('PostgreSQL: %s', (text, expected) => {
  expect(names('postgresql', [text])).toEqual(expected.map((name) => `postgres://db:5432/${name}`));
});

test('a schema that is known is named, a temporary table is none, and a socket leads to this machine', () => {
  const texts = ['CREATE TEMP TABLE x (a int)', 'INSERT INTO orders SELECT * FROM x, public.x'];
  expect(names('postgresql', texts, { schema: 'sales', host: '/var/run/postgresql', port: 5433 })).toEqual([
    'postgres://localhost:5433/shop.public.x',
    'postgres://localhost:5433/shop.sales.orders',
  ]);
});

test.each<[string[], string[]]>([
  [
    ['SELECT * FROM Orders, dbo.Items, other..t, other.s.u, srv.a.b.c'],
    ['shop.Orders', 'shop.dbo.Items', 'other.t', 'other.s.u'],
  ],
  [['SELECT * FROM sys.objects, sysobjects, tempdb..x, master.dbo.y, INFORMATION_SCHEMA.COLUMNS, inserted'], []],
  [
    ['USE shop; SELECT * FROM a', 'USE [else]; SELECT * FROM b, shop.dbo.c', 'SELECT * FROM d'],
    ['shop.a', 'shop.dbo.c'],
  ],
])('SQL Server: %j', (texts, expected) => {
  expect(names('microsoft.sql_server', texts)).toEqual(expected.map((name) => `mssql://db:1433/${name}`));
});
