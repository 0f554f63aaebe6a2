import { attributes } from '@sightglass/model';
import { expect, it } from 'vitest';
import { observe } from '../../testing/observe.ts';
import { observeTogether } from '../../testing/observe-together.ts';
import type { OtlpServer } from '../../testing/otlp-server.ts';

const situation = observeTogether(
  "import { mkdirSync, writeFileSync } from 'node:fs'; process.chdir(process.env.HOME);",
);

type Used = [stage: unknown, role: unknown, dataset: string, rows: unknown, bytes: unknown];

const used = (server: Pick<OtlpServer, 'events'>): Used[] =>
  server
    .events('pipeline.dataset.used')
    .map(({ attributes: own }) => [
      own[attributes.stageName],
      own[attributes.datasetRole],
      `${String(own[attributes.datasetNamespace])} ${String(own[attributes.datasetName])}`,
      own[attributes.datasetRows],
      own[attributes.datasetBytes],
    ]);
const warnings = (server: Pick<OtlpServer, 'logs'>): unknown[] =>
  server.logs().flatMap(({ severity, body }) => (severity === 'WARN' ? [body] : []));

const declared = situation(`
  await pipeline('p').run(async (run) => {
    run.reads('kafka://bus:9092', 'orders');
    await run.stage('load', ({ reads, writes, stage }) => {
      reads('s3://lake', 'raw/*.parquet', { rows: 10, bytes: 500 });
      reads('s3://lake', 'raw/*.parquet', { rows: 5 });
      writes('postgresql://me:secret@DB', 'shop.public.orders', { rows: 10 });
      writes('postgres://db:5432', 'shop.public.orders', { rows: 5 });
      run.writes('file', 'out/./orders.csv', { rows: 0 });
      stage('inner', (inner) => inner.reads('s3://lake', 'raw/*.parquet', { rows: 3 }));
    });
  });`);
it('is reported once a stage and role, with what is known of every use, and is no count of the ledger', async () => {
  const seen = await declared();
  expect(seen.stderr).toBe('');
  expect(used(seen)).toEqual([
    ['inner', 'input', 's3://lake raw/*.parquet', 3, undefined],
    ['load', 'input', 's3://lake raw/*.parquet', 15, undefined],
    ['load', 'output', 'postgres://db:5432 shop.public.orders', 15, undefined],
    ['load', 'output', expect.stringMatching(/^file \/.*\/out\/orders\.csv$/u), 0, undefined],
    [undefined, 'input', 'kafka://bus:9092 orders', undefined, undefined],
  ]);
  expect(seen.events('pipeline.run.finished')[0]?.attributes[attributes.rowsRead]).toBeUndefined();
  expect(
    seen
      .events()
      .map(({ attributes: own }) => Object.values(own).join(' '))
      .join(' '),
  ).not.toContain('secret');
});

const transactions = situation(`
  const db = 'postgres://db:5432';
  await pipeline('p').run(async (run) => {
    await run.stage('load', async (stage) => {
      await stage.transaction(async () => { stage.writes(db, 'kept', { rows: 1 }); });
      await stage.transaction(async () => { stage.writes(db, 'undone', { rows: 2 }); throw 0; }).catch(() => 0);
      await stage.transaction(async () => {
        await stage.transaction(async () => { stage.writes(db, 'kept', { rows: 4 }); });
        await stage.transaction(async () => { stage.writes(db, 'kept', { rows: 8 }); throw 0; }).catch(() => 0);
        stage.reads(db, 'source');
      });
    });
    await run.transaction(async (transaction) => {
      await run.stage('outlived', { transaction }, (stage) => { stage.writes(db, 'late', { rows: 16 }); stage.writes(db, 'kept'); });
      run.log.info('before the commit');
    });
    await run.transaction((transaction) => run.stage('lost', { transaction }, async (stage) => { stage.writes(db, 'undone'); throw 0; })).catch(() => 0);
  });`);
it('is written when its transaction is committed, and never when it is rolled back', async () => {
  const seen = await transactions();
  expect(used(seen).map(([stage, role, dataset, rows]) => [stage, role, dataset.split(' ')[1], rows])).toEqual([
    ['load', 'output', 'kept', 5],
    ['load', 'input', 'source', undefined],
    ['outlived', 'output', 'late', 16],
    ['outlived', 'output', 'kept', undefined],
  ]);
});

const odd = situation(`
  await pipeline('p').run((run) => run.stage('load', (stage) => {
    for (const rows of [-1, 1.5, NaN, '4']) stage.writes('s3://lake', 'orders', { rows, bytes: 7 });
    for (const name of ['', ' ', 5, undefined, null, Symbol('x'), 'x'.repeat(2000)]) stage.reads('s3://lake', name);
    stage.reads('s3://lake', 'given', null);
    stage.reads();
  }));`);
it('that cannot be is left out with a warning, and an amount that is none is not known', async () => {
  const seen = await odd();
  expect(seen.stderr).toBe('');
  expect(used(seen)).toEqual([
    ['load', 'output', 's3://lake orders', undefined, 28],
    ['load', 'input', 's3://lake given', undefined, undefined],
  ]);
  expect(warnings(seen).map((text) => String(text).split(';')[0])).toEqual([
    'stage "load": writes rows(-1) is not a count and was left out',
    'stage "load": writes rows(1.5) is not a count and was left out',
    'stage "load": writes rows(NaN) is not a count and was left out',
    'stage "load": writes rows("4") is not a count and was left out',
    'stage "load": reads(…) names no dataset: its name is empty',
    'stage "load": reads(…) names no dataset: its name is not a text',
    'stage "load": reads(…) names no dataset: its name is longer than 1000 characters',
    'stage "load": reads(…) names no dataset: its namespace is not a text',
  ]);
});

const many = situation(`
  await pipeline('p').run((run) => {
    for (let n = 0; n < 3; n += 1)
      run.stage('day ' + n, (stage) => { for (let f = 0; f < 100; f += 1) { stage.reads('file', '/in/' + n + '/' + f); stage.writes('s3://lake', 'all'); } });
    run.reads('file', '/in/0/0');
  });`);
it('is one of 200 a role: those beyond are counted, and their number is told', async () => {
  const seen = await many();
  const inputs = used(seen).filter(([, role]) => role === 'input');
  expect(inputs.length).toBe(201);
  expect(inputs.at(-1)?.[2]).toBe('file /in/0/0');
  expect(used(seen).filter(([, role]) => role === 'output')).toHaveLength(3);
  expect(seen.events('pipeline.run.finished')[0]?.attributes[attributes.runDatasetsLeftOut]).toBe(100);
  expect(String(warnings(seen)[0])).toMatch(
    /^100 datasets are left out of what this run read and wrote: of each role 200/u,
  );
});

const checked = situation(`
  writeFileSync('ids.csv', 'id\\n1\\n2\\n');
  await pipeline('p').run(async (run) => {
    await run.stage('check', async (stage) => {
      await stage.check('ids.csv');
      await stage.check('./ids.csv');
    });
    await run.stage('load', async (stage) => {
      await stage.check('ids.csv');
      stage.reads('file', 'ids.csv', { rows: 1 });
    });
    await run.check('ids.csv');
    mkdirSync('sightglass-stdin-x');
    writeFileSync('sightglass-stdin-x/stdin', 'id\\n1\\n');
    await run.check(process.cwd() + '/sightglass-stdin-x/stdin');
  });`);
it('is the file of a check, once however often it is checked; what was piped in is none', async () => {
  const seen = await checked();
  const file = expect.stringMatching(/^file \/.*\/ids\.csv$/u) as string;
  expect(used(seen)).toEqual([
    ['check', 'input', file, 2, 7],
    ['load', 'input', file, 1, undefined],
    [undefined, 'input', file, 2, 7],
  ]);
});

it('declared while the SDK is off changes nothing', async () => {
  await using seen = await observe(
    `await pipeline('p').run((run) => { run.reads('a', 'b'); run.stage('s', (stage) => stage.writes('a', 'b')); });`,
    { SIGHTGLASS_SDK_DISABLED: 'true' },
  );
  expect(seen.result).toMatchObject({ code: 0, stderr: '' });
});
