import { readTarget } from '@sightglass/probes';
import { expect, test } from 'vitest';
import type { Reply, Script } from '../../../../../../test/tds-server/script.ts';
import { sqlServerErrors } from '../../../../../../test/tds-server/script.ts';
import { startTdsServer } from '../../../../../../test/tds-server/server.ts';
import { auditTableAt } from './open.ts';

/** A server that answers as one with the table `etl.JobLog` would. It proves our handling, not that the T-SQL is valid. */
const table = async (script: Script, name = 'etl.JobLog') => {
  const server = await startTdsServer(script);
  const url = `sqlserver://loader:secret@127.0.0.1:1,127.0.0.1:${server.port}/dwh?encrypt=false`;
  const place = { target: readTarget(url), table: name };
  return { server, table: auditTableAt(place), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
};

const columns: Reply = {
  columns: ['name', 'type', 'isKey'],
  rows: [
    ['JobId', 'bigint', 'yes'],
    ['StartTime', 'datetime2', 'no'],
    ['Job]Name', 'nvarchar', 'no'],
    ['Stamp', 'timestamp', 'no'],
  ],
};
const page: Reply = { columns: ['JobId', 'StartTime'], rows: [['17', '2026-03-01 02:00:00.1234567']] };
const reply = (text: string): Reply => (text.includes('INFORMATION_SCHEMA.COLUMNS') ? columns : page);

test('columns are told by kind, pages asked for in the type of the cursor, values read as text', async () => {
  await using it = await table({ reply });
  await using session = await it.table.open();
  expect(await session.columns()).toEqual([
    { name: 'JobId', type: 'bigint', kind: 'number', isKey: true },
    { name: 'StartTime', type: 'datetime2', kind: 'time', isKey: false },
    { name: 'Job]Name', type: 'nvarchar', kind: 'text', isKey: false },
    { name: 'Stamp', type: 'timestamp', kind: 'other', isKey: false },
  ]);
  const selected = { columns: ['JobId', 'StartTime'], cursor: 'JobId' };
  expect(await session.page({ ...selected, from: '7', limit: 500 })).toEqual([
    { JobId: '17', StartTime: '2026-03-01 02:00:00.1234567' },
  ]);
  await session.at({ columns: ['Job]Name'], cursor: 'StartTime', cursors: ['a', 'b'] });
  await session.newest({ ...selected, limit: 5 });
  const ownStatements = it.server.statements.filter((text) => text.includes('[etl].[JobLog]'));
  expect(ownStatements).toEqual([
    expect.stringContaining(
      'SELECT TOP (500) CONVERT(nvarchar(max), [JobId]) AS [JobId], CONVERT(nvarchar(max), [StartTime], 121) AS [StartTime] FROM [etl].[JobLog] WHERE [JobId] >= CONVERT(bigint, @from) ORDER BY [JobId]',
    ),
    expect.stringContaining(
      'SELECT CONVERT(nvarchar(max), [Job]]Name]) AS [Job]]Name] FROM [etl].[JobLog] WHERE [StartTime] IN (CONVERT(datetime2, @c0, 121), CONVERT(datetime2, @c1, 121))',
    ),
    expect.stringContaining('SELECT TOP (5)'),
  ]);
  for (const text of ownStatements) expect(text).toContain('SET LOCK_TIMEOUT 2000;');
});

test('a table that is not there is said with those that are', async () => {
  const tables: Reply = { columns: ['name'], rows: [['etl.Other']] };
  await using it = await table({
    reply: (text) => (text.includes('INFORMATION_SCHEMA.TABLES') ? tables : { columns: ['name', 'type'], rows: [] }),
  });
  await using session = await it.table.open();
  await expect(session.columns()).rejects.toThrow(
    'Database dwh has no table etl.JobLog that this login may read; it can read etl.Other.',
  );
});

test.each<[string, Script, RegExp]>([
  [
    'a wrong password',
    { login: { error: sqlServerErrors.loginFailed } },
    /SQL Server at 127\.0\.0\.1:\d+\/dwh cannot be read: Login failed/,
  ],
  ['a connection that is cut', { login: 'reset' }, /SQL Server at 127\.0\.0\.1:\d+\/dwh cannot be read: /],
])('%s', async (_name, script, words) => {
  await using it = await table(script);
  await expect(it.table.open()).rejects.toThrow(words);
});

test('a lock on the table is not waited for', async () => {
  await using it = await table({ reply: () => ({ error: sqlServerErrors.lockTimeout }) });
  await using session = await it.table.open();
  await expect(session.columns()).rejects.toThrow(/cannot be read: Lock request time out period exceeded/);
});
