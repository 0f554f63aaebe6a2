import { expect, test } from 'vitest';
import { sqlServerErrors, type Script } from '../../../../../test/tds-server/script.ts';
import { failedCleanly, loading } from '../../../testing/loading-mssql.ts';

test('rows that are streamed are counted, an error in the middle of them too, and who stops reading has met none', async () => {
  await using seen = await loading(`
    const streaming = (text) => { const request = pool.request(); request.stream = true; request.on('error', () => undefined); return [request, request.query(text)]; };
    await streaming('SELECT n FROM flights')[1];
    await streaming('UPDATE flights SET n = 1')[1];
    await streaming('DELETE FROM deadlock')[1];
    const stopped = pool.request();
    const rows = stopped.toReadableStream();
    const ended = stopped.query('SELECT n FROM stopped');
    for await (const row of rows) break;
    await ended;
    const [cancelled, over] = streaming('SELECT n FROM slow');
    cancelled.cancel();
    await over;
    await pool.request().query('SELECT n INTO copied FROM flights');
    await pool.request().execute('load_day');`);
  failedCleanly(seen.result);
  const spans = seen.server.spans().filter(({ attributes: own }) => own['db.system.name'] !== undefined);
  expect(
    spans.map(({ name, attributes: own }) => [
      name,
      own['db.response.returned_rows'],
      own['pipeline.db.rows.affected'],
      own['error.type'],
    ]),
  ).toEqual([
    ['SELECT flights', 2, undefined, undefined],
    ['UPDATE flights', 0, 3, undefined],
    ['DELETE deadlock', 0, undefined, 'deadlock'],
    ['SELECT stopped', 2, undefined, undefined],
    ['SELECT slow', 0, undefined, undefined],
    ['SELECT copied', 2, undefined, undefined],
    ['EXEC load_day', 0, 3, undefined],
  ]);
});

test('a lock timeout names who held the lock, at the end of a chain, and which run it works for', async () => {
  const holder = { application: 'nightly', login: 'etl', state: 'sleeping', transactions: 1 };
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const blocked = (about: Record<string, string | number>) => ({
    transaction_ms: 4_000,
    is_own: 0,
    ...holder,
    ...about,
  });
  const found = [
    blocked({
      blocked: 70,
      session: 61,
      blocked_text: '(@n int)UPDATE t SET n = @n',
      is_own: 1,
      traceparent: '',
      statement: '',
    }),
    blocked({
      blocked: 61,
      session: 55,
      blocked_text: 'DELETE t',
      traceparent,
      statement: "DELETE t WHERE n = 'hush'",
    }),
  ];
  const script: Script = {
    reply: (text) => {
      if (text.includes('blocking_session_id'))
        return { columns: Object.keys(found[0] ?? {}), rows: found.map((row) => Object.values(row)) };
      return text === 'UPDATE t SET n = @n'
        ? { afterMs: 3_000, answer: { error: sqlServerErrors.lockTimeout } }
        : { affected: 1 };
    },
  };
  const body = `await pool.request().input('n', 1).query('UPDATE t SET n = @n').catch((error) => console.log(error.number));`;
  await using seen = await loading(body, '{}', script);
  await using off = await loading(body, '{ lockHolders: false }', script);
  failedCleanly(seen.result);
  expect(seen.result.stdout).toBe('1222\n');
  const named = ({ server }: typeof seen) =>
    server.logs().filter(({ attributes: own }) => own['pipeline.db.lock.holder.session'] !== undefined);
  expect(named(seen).map(({ attributes: own }) => own)).toMatchObject([
    {
      'error.type': 'lock-timeout',
      'pipeline.db.lock.holder.session': '55',
      'pipeline.db.lock.holder.application': 'nightly',
      'pipeline.db.lock.holder.state': 'sleeping in an open transaction',
      'pipeline.db.lock.holder.statement': 'DELETE t WHERE n = ?',
      'pipeline.db.lock.holder.trace_id': '0af7651916cd43dd8448eb211c80319c',
      'pipeline.db.lock.holder.since': expect.stringMatching(/^20/),
    },
  ]);
  expect(named(off)).toEqual([]);
});

test('transactions of T-SQL in one batch: committed, rolled back as asked and by the server, each told once', async () => {
  const script: Script = {
    reply: (text) => {
      if (text.includes('deadlock')) return { error: sqlServerErrors.deadlock, rollsBack: true };
      const changes = [...text.matchAll(/\b(begin|commit|rollback) tran/gi)].map(([, what = '']) => what.toLowerCase());
      return changes.length === 0 ? { affected: 3 } : { changes: changes as 'begin'[] };
    },
  };
  await using seen = await loading(
    `const say = (text) => pool.request().batch(text).catch((error) => console.log(error.number));
     await say('BEGIN TRAN; INSERT a; COMMIT TRAN');
     await say('SET XACT_ABORT ON; begin transaction; INSERT a; ROLLBACK TRANSACTION');
     await say('BEGIN TRAN');
     await say('UPDATE deadlock');
     const transaction = pool.transaction();
     await transaction.begin();
     await transaction.request().batch('INSERT a');
     await transaction.commit();`,
    '{}',
    script,
  );
  failedCleanly(seen.result);
  const ends = seen.server.events('pipeline.db.transaction.finished').map(({ attributes: own }) => own);
  expect(
    ends.map((own) => [
      own['pipeline.db.transaction.outcome'],
      own['pipeline.db.transaction.reason'],
      own['error.type'],
      own['pipeline.stage.name'],
    ]),
  ).toEqual([
    ['committed', undefined, undefined, 'load'],
    ['rolled-back', 'asked-for', undefined, 'load'],
    ['rolled-back', 'server', 'deadlock', 'load'],
    ['committed', undefined, undefined, 'load'],
  ]);
});
