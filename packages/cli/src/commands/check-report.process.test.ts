import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckReport } from '@sightglass/model/contract';
import { contractHealthPage, datasetPage, fileProfilePage, runPage, systemList } from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCliWorkspace, type CliResult, type CliWorkspace } from '../../testing/run-cli.ts';
import { startServe, type ServerProcess } from '../../testing/run-server.ts';
import { sendDataset } from '../../testing/send-dataset.ts';

let space: CliWorkspace;
let server: ServerProcess;

const contract = `name: orders
columns:
  - { name: id, type: integer }
  - { name: amount, type: number }
  - { name: email, pii: true }
table: { drift: { rows: 50%, distance: 0.2, leastFiles: 2, except: [id] } }
`;

const rows = (count: number, amount: (row: number) => number): string =>
  `id,amount,email\n${Array.from({ length: count }, (_, row) => `${row},${amount(row)},ann${row % 3}@example.org\n`).join('')}`;

const check = (file: string, ...args: string[]): Promise<CliResult> =>
  space.run(['check', file, '--contract', 'c.yaml', '--json', ...args], { env: { SIGHTGLASS_URL: server.url } });

const driftIn = ({ stdout }: CliResult): (readonly [string, string])[] =>
  (JSON.parse(stdout.toString()) as CheckReport).results
    .filter(({ expectation }) => expectation.startsWith('drift.'))
    .map(({ status, message }) => [status, message] as const);

const get = async (path: string): Promise<unknown> => (await fetch(`${server.url}/api/v1${path}`)).json();

beforeAll(async () => {
  space = await createCliWorkspace();
  const files = {
    'c.yaml': contract,
    'a.csv': rows(300, (row) => row % 100),
    'b.csv': rows(320, (row) => (row * 7) % 100),
    'c.csv': rows(310, (row) => (row * 3) % 100),
    'far.csv': rows(310, (row) => 50 + (row % 100)),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(space.dir, name), text);
  server = await startServe(space);
});
afterAll(async () => {
  await server.stop();
  await space[Symbol.asyncDispose]();
});

describe('a check that is reported', () => {
  it('is a run with its results, and part of the history of the server, which holds no personal data', async () => {
    for (const file of ['a.csv', 'b.csv']) {
      const { code, stderr } = await check(file, '--report', '--history', 'server');
      expect([code, stderr.toString()]).toEqual([0, '']);
    }
    await vi.waitFor(
      async () => expect(fileProfilePage.parse(await get('/checks/profiles?contract=orders')).items).toHaveLength(2),
      { timeout: 60_000, interval: 200 },
    );
    const { items } = fileProfilePage.parse(await get('/checks/profiles?contract=orders&namespace=default'));
    expect(items.map(({ rows: count }) => count)).toEqual([320, 300]);
    expect(JSON.stringify(items)).not.toContain('ann1');
    expect(fileProfilePage.parse(await get('/checks/profiles?contract=orders&namespace=other')).items).toEqual([]);
    const runs = runPage.parse(await get('/runs'));
    expect(runs.items.map(({ pipeline, state }) => [pipeline, state])).toEqual([
      ['orders', 'succeeded'],
      ['orders', 'succeeded'],
    ]);
    const health = contractHealthPage.parse(await get('/checks'));
    expect(health.items.map((one) => [one.contract, one.result, one.filesChecked])).toEqual([['orders', 'pass', 2]]);
    const datasets = async () => datasetPage.parse(await get('/datasets?namespace=file&sort=name')).items;
    await expect.poll(datasets, { timeout: 60_000, interval: 200 }).toMatchObject([
      { name: join(space.dir, 'a.csv'), readers: [{ pipeline: 'orders' }] },
      { name: join(space.dir, 'b.csv'), readers: [{ pipeline: 'orders' }] },
    ]);
  });

  it('is compared with the history of the server, without being reported itself', async () => {
    expect(driftIn(await check('c.csv', '--history', 'server'))).toEqual([
      ['pass', 'the number of rows is within 50% of earlier files: 310 rows, usually 310'],
      ['pass', expect.stringMatching(/: 1 column compared with 2 files$/u)],
    ]);
    const far = await check('far.csv', '--history', 'server');
    expect([far.code, driftIn(far).map(([status]) => status)]).toEqual([1, ['pass', 'fail']]);
  });

  it('does not judge drift where the history cannot be read', async () => {
    const url = 'http://127.0.0.1:1';
    const away = await check('c.csv', '--history', 'server', '--url', url);
    expect(driftIn(away).map(([status]) => status)).toEqual(['skip', 'skip']);
    expect(driftIn(away)[0]?.[1]).toMatch(/: not checked, the history of http:\/\/127\.0\.0\.1:1 cannot be read: /u);
  });

  it('fails the run of a file that cannot be checked', async () => {
    const { code } = await check('none.csv', '--report', '--pipeline', 'missing');
    expect(code).toBe(2);
    await vi.waitFor(
      async () =>
        expect(runPage.parse(await get('/runs?pipeline=missing')).items.map(({ state }) => state)).toEqual(['failed']),
      { timeout: 60_000, interval: 200 },
    );
  });

  it('leaves its host in the list of systems, under the sentence that the page has too', async () => {
    const list = (...args: string[]) => space.runHere(['systems', ...args], { env: { SIGHTGLASS_URL: server.url } });
    const { sentence, items } = systemList.parse(JSON.parse((await list('--json')).stdout.toString()));
    const [first, , title, row] = (await list('--kind', 'host')).stdout.toString().split('\n');
    expect([first, sentence]).toEqual(['The only host answers.', 'The only system answers.']);
    expect(title).toMatch(/^KIND +SYSTEM +STATE +LAST SEEN +USED BY$/);
    expect(row).toMatch(new RegExp(`^host +${items[0]?.name.slice(0, 20)}.* ● Sends .* missing and 1 more`));
    expect((await list('nobody')).stdout.toString()).toBe('No matching system is known in that time.\n');
  });

  it('keeps its exit code where the server cannot be reached, and says so', async () => {
    const { code, stderr } = await check('a.csv', '--report', '--url', 'http://127.0.0.1:9');
    expect(code).toBe(0);
    expect(stderr.toString()).toMatch(/127\.0\.0\.1:9/u);
  });
});

describe('datasets', () => {
  const cli = (...args: string[]): Promise<CliResult> =>
    space.runHere(['datasets', ...args], { env: { SIGHTGLASS_URL: server.url } });

  it('are listed with their writers and readers, and shown by their address', async () => {
    const [run] = runPage.parse(await get('/runs?limit=1')).items;
    const writer = { runId: run?.runId ?? '', pipeline: run?.pipeline ?? '', namespace: 'default', role: 'output' };
    await sendDataset(server.url, writer);
    await sendDataset(server.url, { ...writer, runId: 'r', pipeline: 'stock', namespace: 'shop', role: 'input' });
    const listed = async () => (await cli('list', 'SHOP.orders')).stdout.toString();
    await expect.poll(listed, { timeout: 60_000, interval: 100 }).toMatch(/shop\/stock/);
    expect(await listed()).toMatch(
      /^DATASET .*READ BY\npostgres:\/\/db:5432\/shop\.orders {2}\S.* \S+ \S+ +1,200 {2}\S+ +shop\/stock\n/,
    );
    const shown = await space.run(['datasets', 'show', 'postgresql://DB/shop.orders'], {
      env: { SIGHTGLASS_URL: server.url },
    });
    expect([shown.code, shown.stdout.toString()]).toEqual([
      0,
      expect.stringMatching(
        /shop\.orders\n {2}Last written [^]*\n\nWRITTEN BY\n[^]*\n\nREAD BY\n {2}shop\/stock .*\n\nWRITES .*\n.* 1,200 /,
      ),
    ]);
    const json = await cli('show', 'shop.orders', '--namespace', 'postgres://db:5432', '--json');
    expect(JSON.parse(json.stdout.toString())).toMatchObject({
      name: 'shop.orders',
      consumers: [{ pipeline: 'stock' }],
    });
  });

  it('that nobody used are not there', async () => {
    const missing = await cli('show', 'postgres://db:5432/nothing');
    expect([missing.code, missing.stderr]).toEqual([
      1,
      expect.stringContaining('reading or writing dataset "nothing"'),
    ]);
    const place = await cli('show', 'postgres://db:5432');
    expect([place.code, place.stderr]).toEqual([2, expect.stringContaining('names a place and no dataset in it')]);
    expect((await cli('list', 'nothing')).stderr).toBe('No datasets match.\n');
  });
});
