import { expect, test } from 'vitest';
import { failedCleanly, loading } from '../../../testing/loading-mssql.ts';

const usedIn = ({ server }: Awaited<ReturnType<typeof loading>>) =>
  server
    .events('pipeline.dataset.used')
    .map(({ attributes: own }) => {
      expect(own['pipeline.dataset.namespace']).toMatch(/^mssql:\/\/127\.0\.0\.1:\d+$/u);
      return `${String(own['pipeline.dataset.role'])} ${String(own['pipeline.dataset.name'])} ${Number(own['pipeline.dataset.rows'] ?? -1)}`;
    })
    .toSorted();

test('tables that were read and written are datasets, as far as they were committed', async () => {
  await using seen = await loading(`
    const query = (text, on = pool) => on.request().query(text).catch(() => undefined);
    await query('INSERT INTO dbo.a SELECT * FROM [b]');
    await query('UPDATE dbo.a SET n = 1');
    await query('INSERT INTO dbo.deadlock VALUES (1)');
    await query('IF 1 = 1 DELETE FROM dbo.c');
    await query('EXEC load_day');
    const kept = pool.transaction(); await kept.begin();
    await query('DELETE d FROM dbo.d AS d JOIN #ids ON 1 = 1', kept); await query('UPDATE dbo.d SET n = 1', kept); await kept.commit();
    const undone = pool.transaction(); await undone.begin();
    await query('INSERT INTO dbo.e SELECT * FROM dbo.f', undone); await undone.rollback();
    const table = new sql.Table('dbo.bulk'); table.create = false; table.columns.add('n', sql.Int, { nullable: true });
    table.rows.add(1); table.rows.add(2);
    await pool.request().bulk(table);`);
  failedCleanly(seen.result);
  expect(usedIn(seen)).toEqual([
    'input flights.b -1',
    'input flights.dbo.f -1',
    'output flights.dbo.a 6',
    'output flights.dbo.bulk 2',
    'output flights.dbo.d 3',
  ]);
});
