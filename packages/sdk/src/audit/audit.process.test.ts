import { auditColumns, ledgerColumns } from '@sightglass/model';
import sql from 'mssql';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../server/src/storage/state/_postgres.ts';
import { observe } from '../../testing/observe.ts';
import { startTdsServer } from '../../../../test/tds-server/server.ts';
import { auditTo } from './audit.ts';
import { dialectOf, execute } from './audit-target.ts';
import { auditDdl } from './dialect.ts';
import { upsertSql } from './upsert.ts';

let postgres: TestPostgres;
let database: Client;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = new Client({ connectionString: postgres.url });
  await database.connect();
  await database.query(auditDdl('postgres'));
  await database.query(auditDdl('postgres'));
});
afterAll(async () => {
  await database.end();
  await postgres[Symbol.asyncDispose]();
});
beforeEach(() => database.query('TRUNCATE sightglass_audit'));

const driver = import.meta.resolve('pg');
const program = (body: string, more = '') =>
  observe(
    `const pool = new pg.Pool({ connectionString: ${JSON.stringify(postgres.url)} });
     const client = new pg.Client({ connectionString: ${JSON.stringify(postgres.url)} });
     await client.connect();
     const audit = sdk.auditTo(pool${more});
     try { ${body} } finally { await client.end(); await pool.end(); }`,
    { OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.4.2' },
    `import pg from ${JSON.stringify(driver)};`,
  );

interface Row {
  readonly run_id: string;
  readonly stage: string | null;
  readonly state: string;
  readonly rows_written: string | null;
}
const rows = async (): Promise<Row[]> =>
  (await database.query<Row>('SELECT * FROM sightglass_audit ORDER BY stage_id <> $1, started_at', [''])).rows;
const outline = async (): Promise<string[]> =>
  (await rows()).map(({ stage, state, rows_written }) => `${stage ?? 'run'} ${state} ${String(rows_written)}`);

const load = (end: string): string => `
  await pipeline('orders', { namespace: 'sales', audit }).run({ file: '/in/orders.csv' }, async (run) => {
    run.stage('extract', { inputs: [] }, (s) => { s.rows.read(10); s.rows.written(10); });
    await client.query('BEGIN');
    await run.transaction(async (transaction) => {
      await run.stage('load', { inputs: ['extract'], transaction }, async (s) => {
        s.rows.read(10); s.rows.rejected(1, 'bad'); s.rows.written(9);
      });
      await audit.within(run, client);
      console.log(JSON.stringify((await client.query('SELECT stage, state, rows_written FROM sightglass_audit ORDER BY started_at')).rows));
      ${end}
    }).catch(async (error) => {
      await client.query('ROLLBACK');
      throw error;
    });
    await client.query('COMMIT');
  }).catch((error) => console.log(error.message));`;

describe('a run with an audit table', () => {
  it('has a row for itself and one for each stage, in the transaction of its load and afterwards', async () => {
    await using seen = await program(load(''));
    expect(seen.result.code, seen.result.stderr).toBe(0);
    expect(JSON.parse(seen.result.stdout)).toEqual([
      { stage: null, state: 'running', rows_written: '9' },
      { stage: 'extract', state: 'succeeded', rows_written: '10' },
      { stage: 'load', state: 'succeeded', rows_written: '9' },
    ]);
    expect(await outline()).toEqual(['run succeeded 9', 'extract succeeded 10', 'load succeeded 9']);
    expect((await rows())[0]).toMatchObject({
      run_id: seen.server.events('pipeline.run.started')[0]?.attributes['pipeline.run.id'],
      pipeline_namespace: 'sales',
      pipeline: 'orders',
      rows_read: '10',
      rows_rejected: '1',
      file: '/in/orders.csv',
      error: null,
      service_version: '1.4.2',
    });
  });

  it('that is rolled back wrote nothing, and says why', async () => {
    await using seen = await program(load(`throw new RangeError('no space left');`));
    expect(seen.result.stdout).toContain('no space left');
    expect(await outline()).toEqual(['run failed 0', 'extract succeeded 10', 'load succeeded 0']);
    expect((await rows())[0]).toMatchObject({ error_type: 'RangeError', error: 'no space left' });
  });

  it('that failed in a stage names the stage', async () => {
    await using _seen = await program(
      `await pipeline('p', { audit }).run((run) => run.stage('load', () => { throw new Error('deadlock'); })).catch(() => undefined);`,
    );
    expect(await rows()).toMatchObject([{ state: 'failed' }, { stage: 'load', state: 'failed', error: 'deadlock' }]);
  });

  it('is there as running from its start', async () => {
    await using seen = await program(
      `await pipeline('p', { audit }).run(async () => {
         for (let state; state === undefined; ) state = (await client.query('SELECT state FROM sightglass_audit')).rows[0]?.state;
         console.log((await client.query('SELECT state FROM sightglass_audit')).rows[0].state);
       });`,
    );
    expect(seen.result.stdout).toBe('running\n');
    expect(await outline()).toEqual(['run succeeded null']);
  });
});

describe('rows that nobody counted', () => {
  const silent = `await pipeline('p', { audit }).run((run) => {
    run.stage('copy', () => undefined);
    run.stage('count', (stage) => stage.rows.written(0));
  });`;
  const names = ledgerColumns.map((column) => auditColumns[column]);
  const none = (value: unknown) => names.map(() => value);
  const counts = async (): Promise<unknown[]> =>
    (await rows()).map((row) => [row.stage, ...names.map((name) => row[name as 'rows_written'])]);

  it('are NULL, and 0 where somebody counted none', async () => {
    await using _seen = await program(silent);
    expect(await counts()).toEqual([
      [null, ...none('0')],
      ['copy', ...none(null)],
      ['count', ...none('0')],
    ]);
  });

  it('are 0 in a table of before, whose columns refuse NULL until its statement is run again', async () => {
    for (const name of names)
      await database.query(`ALTER TABLE sightglass_audit ALTER ${name} SET DEFAULT 0, ALTER ${name} SET NOT NULL`);
    await using seen = await program(silent);
    expect((await counts())[1], seen.result.stderr).toEqual(['copy', ...none('0')]);
    await database.query(auditDdl('postgres'));
    await database.query(`UPDATE sightglass_audit SET ${names.map((name) => `${name} = NULL`).join(', ')}`);
    expect((await counts())[1]).toEqual(['copy', ...none(null)]);
  });
});

describe('a failed run has its row', () => {
  const failing = (text: string, where = postgres.url) => `
    const own = new pg.Pool({ connectionString: ${JSON.stringify(where)} });
    await pipeline('p', { audit: sdk.auditTo(own) }).run((run) => run.stage('load', () => { throw new Error(${text}); })).catch(() => undefined);
    await own.end();`;

  const errors = {
    'a NUL': [String.raw`'bad \u0000 byte'`, 'bad \uFFFD byte'],
    'half a surrogate pair': [String.raw`'bad \uD83D and \uDE00 text'`, 'bad \uFFFD and \uFFFD text'],
    'control characters': [String.raw`'\u0001\u001b[31mred\r\n'`, '\uFFFD\uFFFD[31mred\r\n'],
    'quotes, backslashes and JSON': [String.raw`'\\u0000 \\ "\'} {"error":null}'`, '\\u0000 \\ "\'} {"error":null}'],
    'much ASCII': [`'x'.repeat(1e7) + '!'`, /^x{1000,32768}.{0,2}$/u],
    'many emoji': [`'x' + '😀'.repeat(1e5)`, /^x😀{500,32768}.{0,2}$/u],
    'many halves of surrogate pairs': [String.raw`'\uD800'.repeat(1e6)`, /^\uFFFD{1000,32768}.{0,2}$/u],
  } as const;

  it('whatever its error holds, and however long it is', async () => {
    await using seen = await program(
      Object.values(errors)
        .map(([text]) => `{ ${failing(text)} }`)
        .join('\n'),
    );
    expect(seen.result.code, seen.result.stderr).toBe(0);
    const stored = await rows();
    expect(stored).toHaveLength(2 * Object.keys(errors).length);
    for (const [at, [name, [, expected]]] of Object.entries(errors).entries()) {
      const row = { state: 'failed', error: typeof expected === 'string' ? expected : expect.stringMatching(expected) };
      const inTurn = [stored[at], stored[at + Object.keys(errors).length]];
      expect(inTurn, name).toMatchObject([row, row]);
    }
  });

  it('in a database whose encoding lacks a character', async () => {
    await database.query(`CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`);
    const url = postgres.url.replace(/[^/]*$/, 'latin');
    const latin = new Client({ connectionString: url });
    await latin.connect();
    await latin.query(auditDdl('postgres'));
    await using seen = await program(failing(`'10 € and 😀'`, url));
    expect(seen.result.code, seen.result.stderr).toBe(0);
    const stored = await latin.query('SELECT state, error FROM sightglass_audit');
    await latin.end();
    const row = { state: 'failed', error: '10 ? and ?' };
    expect(stored.rows).toEqual([row, row]);
  });
});

describe('a table that cannot be written', () => {
  const nowhere = `, { table: 'nowhere', timeoutMs: 500`;
  const run = `await pipeline('p', { audit }).run(() => console.log('worked')).catch((error) => console.log(error.code));`;

  it('is said and leaves the run as it was', async () => {
    await using seen = await program(run, `${nowhere} }`);
    expect(seen.result.stdout).toBe('worked\n');
    expect(seen.server.logs().map(({ body }) => body)).toContainEqual(
      expect.stringMatching(
        /cannot be written to nowhere: relation "nowhere" does not exist; the run itself is not affected/,
      ),
    );
    expect(seen.server.events('pipeline.run.finished')[0]?.attributes).toMatchObject({
      'pipeline.run.state': 'succeeded',
    });
  });

  it('fails the run that requires it', async () => {
    await using seen = await program(run, `${nowhere}, required: true }`);
    expect(seen.result.stdout).toBe('worked\nSIGHTGLASS_AUDIT\n');
    expect(seen.server.events('pipeline.run.finished')[0]?.attributes).toMatchObject({
      'pipeline.run.state': 'failed',
    });
  });

  it('is not tried again when waiting cannot help: at the start and at the end of the run, once each', async () => {
    await using seen = await program(
      `let tries = 0;
       const elsewhere = new pg.Pool({ connectionString: ${JSON.stringify(postgres.url.replace(/[^/]*$/, 'nowhere'))} });
       const counting = { query: (...statement) => { tries += 1; return elsewhere.query(...statement); } };
       await pipeline('p', { audit: sdk.auditTo(counting) }).run(() => undefined);
       await elsewhere.end();
       console.log(tries);`,
    );
    expect(seen.result.stdout).toBe('2\n');
  });

  it('that hangs does not hold the run', async () => {
    await database.query('BEGIN; LOCK TABLE sightglass_audit IN ACCESS EXCLUSIVE MODE');
    await using seen = await program(`${run} process.exit(0);`, `, { timeoutMs: 300 }`);
    await database.query('ROLLBACK');
    expect(seen.server.logs().map(({ body }) => body)).toContainEqual(expect.stringContaining('no answer within'));
  });
});

it('a run that is not observed writes nothing', async () => {
  const pool = new Pool({ connectionString: postgres.url });
  await auditTo(pool).within({ id: 'x' } as never, pool);
  await pool.end();
  expect(await rows()).toEqual([]);
});

it.each([['a;b'], ['"a"'], ['a.b.c'], ['']])('a table named %j is refused', (table) => {
  expect(() => auditTo(database, { table })).toThrow('write table or schema.table');
});

describe('SQL Server', () => {
  it('gets one MERGE with the rows as JSON, in a transaction of the user or by a pool', async () => {
    await using server = await startTdsServer({ reply: () => ({ affected: 1 }) });
    const pool = new sql.ConnectionPool({
      server: '127.0.0.1',
      port: server.port,
      user: 'u',
      password: 'p',
      options: { encrypt: false },
      validateConnection: 'socket',
    });
    await pool.connect();
    const transaction = pool.transaction();
    await transaction.begin();
    const upsert = upsertSql(dialectOf(transaction), 'etl.audit');
    await execute(transaction, upsert, [{ run_id: 'r' }]);
    await transaction.commit();
    await execute(pool, upsert, [{ run_id: 'r' }]);
    await pool.close();
    expect(server.statements.filter((text) => text.startsWith('MERGE'))).toEqual([upsert, upsert]);
    expect(upsert).toContain("COLUMNPROPERTY(OBJECT_ID('etl.audit'), 'rows_unmatched', 'AllowsNull') = 0");
    expect(upsert).toMatch(/^MERGE etl\.audit WITH \(HOLDLOCK\)[\s\S]*OPENJSON\(@rows\)[\s\S]*;$/);
  });

  it('gets the rows as XML where it has no OPENJSON, and is not asked for it again', async () => {
    await using server = await startTdsServer({
      reply: (text) =>
        text.includes('OPENJSON')
          ? { error: { number: 208, message: "Invalid object name 'OPENJSON'." } }
          : { affected: 1 },
    });
    await using seen = await observe(
      `const pool = await new sql.ConnectionPool({ server: '127.0.0.1', port: ${server.port}, user: 'u', password: 'p', options: { encrypt: false }, validateConnection: 'socket' }).connect();
       for (const name of ['one', 'two']) await pipeline(name, { audit }).run(() => { throw new Error('a < b & "c"'); }).catch(() => undefined);
       await pool.close();`.replace('for (const name', 'const audit = sdk.auditTo(pool); for (const name'),
      {},
      `import sql from ${JSON.stringify(import.meta.resolve('mssql'))};`,
    );
    expect(seen.result.code, seen.result.stderr).toBe(0);
    const kinds = server.statements.flatMap((text) => /OPENJSON|\.nodes/.exec(text)?.[0] ?? []);
    expect(kinds).toEqual(['OPENJSON', '.nodes', '.nodes', '.nodes', '.nodes']);
    expect(server.statements.find((text) => text.includes('.nodes'))).toMatch(
      /^MERGE sightglass_audit WITH \(HOLDLOCK\)[\s\S]*item\.value\('@error', 'nvarchar\(max\)'\)[\s\S]*;$/,
    );
  });

  it('has a table of its own making, under the name that is asked for', () => {
    expect(auditDdl('sql-server', 'etl.audit')).toMatch(
      /OBJECT_ID\('etl\.audit'\)[\s\S]*CREATE TABLE etl\.audit[\s\S]*INDEX etl_audit_updated_at/,
    );
  });
});
