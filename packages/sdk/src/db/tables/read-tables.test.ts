import { sanitiseSql, type DatabaseSystem } from '@sightglass/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTables } from './read-tables.ts';

/** `inputs > outputs` of each statement; of an output whose rows are not those the server tells, `?` behind it. */
const tablesOf = (sql: string, system: DatabaseSystem): string =>
  readTables(sanitiseSql(sql), system)
    .map(({ inputs, outputs }) => {
      const written = outputs.map(({ table, isMain }) => table.join('.') + (isMain ? '' : '?'));
      return `${inputs.map((table) => table.join('.')).join(' ')} > ${written.join(' ')}`;
    })
    .join(' | ');

test.each<readonly [string, string]>([
  ['SELECT a FROM public.Orders o, "Items" i WHERE o.id = i.id', 'public.orders Items > '],
  ["SELECT extract(year FROM ts), trim(both 'from x' FROM y) FROM t WHERE a IS DISTINCT FROM b -- FROM z", 't > '],
  ['SELECT * FROM t JOIN LATERAL (SELECT * FROM z) q ON true, generate_series(1, 2) g, ONLY w', 't z w > '],
  ['SELECT * FROM (a JOIN b ON a.x = b.x) JOIN c USING (id) WHERE x IN (SELECT id FROM d)', 'a b c d > '],
  ['SELECT * FROM (SELECT * FROM a) x, (SELECT * FROM b) y', 'a b > '],
  ['SELECT * FROM ROWS FROM (f(1), g(2)) x, unnest($1) y', ' > '],
  ['(SELECT 1 FROM a) UNION SELECT 2 FROM b FOR UPDATE OF b', 'a b > '],
  ['INSERT INTO shop.orders (id) SELECT id FROM s ON CONFLICT (id) DO UPDATE SET a = excluded.a', 's > shop.orders'],
  ['INSERT INTO t VALUES (1, 2), (3, 4)', ' > t'],
  ['UPDATE ONLY orders AS o SET a = (SELECT max(x) FROM v) FROM s WHERE o.id = s.id', 'v s > orders'],
  ['DELETE FROM orders o USING stale s WHERE s.id = o.id', 'stale > orders'],
  ['MERGE INTO t USING (SELECT * FROM s) q ON t.id = q.id WHEN MATCHED THEN UPDATE SET a = 1', 's > t'],
  ['TRUNCATE TABLE a, ONLY b.c RESTART IDENTITY CASCADE', ' > a b.c'],
  ['COPY t (a, b) FROM STDIN', ' > t'],
  ['COPY t TO STDOUT', 't > '],
  ['COPY (SELECT * FROM t JOIN u USING (id)) TO STDOUT', 't u > '],
  ['WITH a AS (SELECT * FROM x), b (n) AS MATERIALIZED (SELECT * FROM a) INSERT INTO c SELECT * FROM b', 'x > c'],
  ['WITH orders AS (SELECT * FROM orders) SELECT * FROM orders', 'orders > '],
  ['WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT n FROM r) SELECT * FROM r, public.r', 'public.r > '],
  ['WITH moved AS (DELETE FROM queue RETURNING *) INSERT INTO archive SELECT * FROM moved', ' > queue? archive'],
  ['CREATE TABLE x AS SELECT * FROM y', 'y > x'],
  ['CREATE TEMP TABLE x ON COMMIT DROP AS SELECT * FROM y', 'y > '],
  ['CREATE MATERIALIZED VIEW v AS SELECT * FROM y', 'y > v'],
  ['SELECT * INTO z FROM y', 'y > z'],
  ['SELECT * INTO TEMP z FROM y', 'y > '],
  ['WITH gone AS (DELETE FROM a USING b WHERE true RETURNING *) SELECT * FROM c ORDER BY x USING <, y', 'b c > a?'],
  ['GRANT INSERT ON t TO u', ' > '],
  ['ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (a) ON DELETE CASCADE', ' > '],
  ['BEGIN; INSERT INTO a VALUES (1);; COMMIT', ' >  |  > a |  > '],
  ...[
    'DO $$ DELETE FROM x $$',
    'EXECUTE p',
    'CALL p()',
    'EXPLAIN ANALYZE DELETE FROM x',
    'CREATE VIEW v AS SELECT * FROM k',
  ].map((sql) => [sql, ' > '] as const),
])('PostgreSQL: %s', (sql, tables) => {
  expect(tablesOf(sql, 'postgresql')).toBe(tables);
});

test.each<readonly [string, string]>([
  ['SELECT * FROM [dbo].[Orders] o WITH (NOLOCK) JOIN other..items i ON i.id = o.id', 'dbo.Orders other..items > '],
  ['INSERT dbo.t (a) SELECT a FROM #tmp', ' > dbo.t'],
  ['INSERT INTO @t SELECT * FROM x', 'x > '],
  ['INSERT INTO t EXEC load_it 1', ' > t'],
  ['UPDATE o SET a = 1 FROM dbo.Orders o JOIN dbo.s s ON s.id = o.id', 'dbo.s > dbo.Orders'],
  ['DELETE TOP (10) o FROM dbo.Orders AS o', ' > dbo.Orders'],
  ['DELETE FROM t OUTPUT deleted.* INTO audit WHERE x = 1', ' > audit? t'],
  [
    'MERGE TOP (1) INTO t WITH (HOLDLOCK) AS x USING s ON x.a = s.a WHEN NOT MATCHED THEN INSERT (a) VALUES (1);',
    's > t',
  ],
  ['INSERT INTO b VALUES (1) UPDATE c SET d = 1 FROM e', ' > b | e > c'],
  ['SELECT * FROM t1, t2 DELETE FROM t3', 't1 t2 >  |  > t3'],
  ['GRANT SELECT, INSERT ON dbo.t TO u', ' > '],
  ['ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (a) ON DELETE CASCADE', ' > '],
  ['SET IDENTITY_INSERT t ON INSERT INTO t (a) SELECT a FROM s', ' >  | s > t'],
  ["INSERT INTO OPENQUERY(srv, 'SELECT a FROM t') SELECT a FROM s", 's > '],
  ['CREATE TABLE #x (a int REFERENCES y ON DELETE CASCADE) INSERT INTO z SELECT * FROM #x', ' >  |  > z'],
  ['WITH c AS (SELECT * FROM dbo.x) UPDATE c SET a = 1', 'dbo.x > '],
  ['SELECT * FROM a CROSS APPLY f(a.x) CROSS APPLY (SELECT * FROM b) q', 'a b > '],
  ['DROP TABLE IF EXISTS t; SELECT * INTO #x FROM y', ' >  | y > '],
  ...[
    'IF 1 = 1 DELETE FROM b',
    'WHILE 1 = 1 DELETE FROM b',
    'BEGIN TRY DELETE FROM b END TRY',
    'CREATE OR ALTER PROC p AS DELETE FROM b',
  ].map((sql) => [sql, ''] as const),
  ["EXEC sp_executesql N'DELETE FROM b'", ' > '],
])('SQL Server: %s', (sql, tables) => {
  expect(tablesOf(sql, 'microsoft.sql_server')).toBe(tables);
});

describe('whatever is sent', () => {
  const word = fc.constantFrom(
    ...'SELECT FROM WITH AS ( ) , ; . * JOIN ON USING INSERT INTO UPDATE SET DELETE MERGE TRUNCATE COPY CREATE TABLE TEMP t1 "T 2" [t3] #t @v ? $1 IF BEGIN TRAN ROLLBACK ONLY LATERAL VALUES UNION'.split(
      ' ',
    ),
  );
  const system = fc.constantFrom<DatabaseSystem>('postgresql', 'microsoft.sql_server', 'mysql');

  test('is read to its end, without an error', () => {
    const text = fc.oneof(
      fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    fc.assert(fc.property(text, system, (sql, of) => Array.isArray(readTables(sanitiseSql(sql), of))));
  });

  const table = fc.constantFrom('orders', 'shop.items', '"Order Lines"', 'pg_x.day', 'stage');
  const noise = fc.constantFrom(' ', '\n', ' /* FROM nowhere */ ', ' -- INSERT INTO nowhere\n ');
  const source = fc.letrec<{ query: string; from: string }>((tie) => ({
    from: fc.oneof(
      { maxDepth: 3 },
      table,
      tie('query').map((query) => `(${query})`),
    ),
    query: fc
      .tuple(
        fc.array(tie('from'), { minLength: 1, maxLength: 3 }),
        noise,
        fc.constantFrom(', ', ' JOIN ', ' LEFT JOIN '),
      )
      .map(([all, gap, by]) => {
        const named = all.map(
          (from, at) => `${from} x${at}${at > 0 && by.includes('JOIN') ? ` ON x0.a = 'FROM nowhere'` : ''}`,
        );
        return `SELECT extract(day FROM x0.a),${gap}'INTO nowhere'${gap}FROM${gap}${named.join(by)}${gap}WHERE b IN (1, 2)`;
      }),
  }));

  test('the tables of queries and changes made of them are found, and no others', () => {
    fc.assert(
      fc.property(
        source.query,
        table,
        fc.constantFrom('', 'WITH cte AS (SELECT 1) '),
        noise,
        (query, target, before, gap) => {
          const sql = `${before}INSERT INTO${gap}${target}${gap}(a, b)${gap}${query}`;
          const [read] = readTables(sanitiseSql(sql).slice(0, 2_000), 'postgresql');
          const names = [
            ...query.matchAll(/(?<=[\s(])(?:orders|shop\.items|"Order Lines"|pg_x\.day|stage)(?= x\d)/gu),
          ].map(([name]) => name.replaceAll('"', ''));
          fc.pre(sanitiseSql(sql).length < 2_000);
          expect(read?.outputs.map((one) => one.table.join('.'))).toEqual([target.replaceAll('"', '')]);
          expect(new Set(read?.inputs.map((name) => name.join('.')))).toEqual(new Set(names));
        },
      ),
    );
  });
});

test('of a text that is cut the last name is not taken', () => {
  const long = `SELECT ${'column_of_the_table, '.repeat(94)} a FROM orders_of_yesterday, orders_of_the_day_before`;
  const text = sanitiseSql(`${long}${'_and_more'.repeat(20)}`);
  expect(text.length).toBe(2_048);
  expect(readTables(text, 'postgresql')[0]?.inputs).toEqual([['orders_of_yesterday']]);
});
