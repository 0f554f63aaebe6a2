import { expect, test } from 'vitest';
import { logsRequest, text } from '../wire/_sample.ts';
import { startTestEngine, type TestEngine } from './_engine.ts';

const bodies = async ({ telemetry }: TestEngine): Promise<string[]> =>
  (await telemetry.rows<{ Body: string }>('SELECT Body FROM logs ORDER BY Body')).map(({ Body }) => Body);
const insert = (engine: TestEngine, body: string) =>
  engine.insert('logs', [logsRequest([{ body: text(body) }])], { segmentId: 'the-same' });
const nameOf = async ({ telemetry }: TestEngine): Promise<unknown> =>
  telemetry.rows('SELECT currentDatabase() AS name');

test('databases of tests at the same time are apart', async () => {
  await using one = await startTestEngine();
  await using other = await startTestEngine();
  await insert(one, 'of one');
  await insert(other, 'of the other');
  expect([await bodies(one), await bodies(other)]).toEqual([['of one'], ['of the other']]);
});

test('one that is handed on is empty, and takes a segment of the same name', async () => {
  let name: unknown;
  {
    await using before = await startTestEngine();
    name = await nameOf(before);
    await insert(before, 'before');
  }
  await using after = await startTestEngine();
  expect(await nameOf(after)).toEqual(name);
  const tables = await after.telemetry.rows(
    'SELECT name FROM system.tables WHERE database = currentDatabase() AND total_rows > 0',
  );
  expect(tables).toEqual([{ name: 'schema_migrations' }]);
  expect(
    await after.telemetry.rows(
      "SELECT name FROM system.parts WHERE active AND table = 'logs' AND database = currentDatabase()",
    ),
  ).toEqual([]);
  await insert(after, 'after');
  expect(await bodies(after)).toEqual(['after']);
});

test('one whose schema was changed is not handed on', async () => {
  let name: unknown;
  {
    await using changed = await startTestEngine();
    name = await nameOf(changed);
    await changed.telemetry.execute('ALTER TABLE logs ADD COLUMN Extra String');
  }
  await using next = await startTestEngine();
  expect(await nameOf(next)).not.toEqual(name);
});
