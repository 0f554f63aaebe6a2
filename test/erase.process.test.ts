import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ErasureReceipt, erasureList } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCliWorkspace, type CliWorkspace } from '../packages/cli/testing/run-cli.ts';
import { eventsRequest, lifecycleEvent } from '../packages/server/src/rooms/runs/_runs.ts';
import { logsRequest, spansRequest, text } from '../packages/server/src/wire/_sample.ts';
import { logBodies, runDetail } from './_api.ts';
import { untilLoaded } from './_load.ts';
import { createDataDir, type DataDir, startServerProcess, type ServerProcess } from './_server.ts';

let data: DataDir;
let server: ServerProcess;
let space: CliWorkspace;
beforeAll(async () => {
  [data, space] = await Promise.all([createDataDir(), createCliWorkspace()]);
  server = await startServerProcess(data.path);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await space?.[Symbol.asyncDispose]();
  await data?.[Symbol.asyncDispose]();
});

const subject = "anna.o'neil@example.com";
const post = async (signal: string, body: Uint8Array): Promise<void> => {
  const headers = { 'content-type': 'application/x-protobuf' };
  expect((await fetch(`${server.url}/v1/${signal}`, { method: 'POST', headers, body })).status).toBe(200);
};
const nowNano = `${BigInt(Date.now()) * 1_000_000n}`;
const attributes = (key: string, value: string) => [{ key, value: text(value) }];
/** Files below the data folder in which the bytes stand as they are. */
const filesWith = async (needle: string): Promise<string[]> => {
  const items = await readdir(data.path, { recursive: true, withFileTypes: true });
  const files = items.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name));
  const holding = await Promise.all(
    files.map(async (file) => ((await readFile(file).catch(() => Buffer.alloc(0))).includes(needle) ? [file] : [])),
  );
  return holding.flat();
};
const erase = (...args: string[]) => space.runHere(['erase', '--url', server.url, ...args]);

it('what holds a text is erased from records, runs, files and spool, with a receipt that does not hold it; everything else stays', async () => {
  const run = { runId: 'run-1', pipelineName: 'orders' };
  await post(
    'logs',
    logsRequest([
      { timeUnixNano: nowNano, body: text(`mail to ${subject.toUpperCase()} sent`) },
      { timeUnixNano: nowNano, body: text('in an attribute'), attributes: attributes('user.mail', subject) },
      { timeUnixNano: nowNano, body: text('of another'), attributes: attributes('user.mail', 'bert@example.com') },
    ]),
  );
  await post(
    'traces',
    spansRequest([
      {
        traceId: Buffer.alloc(16, 1),
        spanId: Buffer.alloc(8, 1),
        name: `send to ${subject}`,
        startTimeUnixNano: nowNano,
      },
    ]),
  );
  await post(
    'logs',
    eventsRequest([
      lifecycleEvent('runStarted', Date.now() - 5_000, run),
      lifecycleEvent('runFinished', Date.now(), {
        ...run,
        runState: 'failed',
        exceptionType: 'Refused',
        exceptionMessage: `no account of ${subject}`,
      }),
    ]),
  );
  await untilLoaded(server.url);
  expect((await runDetail(server.url, 'run-1')).failure?.message).toContain(subject);
  expect((await filesWith(subject)).length).toBeGreaterThan(0);

  const counted = await erase('--find', subject, '--dry-run');
  expect([counted.code, counted.stderr]).toEqual([0, '']);
  expect(counted.stdout.toString()).toMatch(/logs {2}3 rows[^]*runs {2}1 row[^]*spans {2}1 row/);
  const narrowed = await erase('--find', subject, '--attribute', 'user.mail=nobody', '--dry-run');
  expect(narrowed.code).toBe(1);
  expect((await logBodies(server.url)).length).toBe(5);

  const held = { reason: 'lawsuit', namespace: null, pipeline: null, from: '2020-01-01T00:00:00Z', to: null };
  const headers = { 'content-type': 'application/json' };
  const placed = await fetch(`${server.url}/api/v1/legal-holds`, {
    method: 'POST',
    headers,
    body: JSON.stringify(held),
  });
  const { id } = (await placed.json()) as { id: string };
  const refused = await erase('--find', subject);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('legal hold')]);
  const late = 'zoe@example.com';
  await post('logs', logsRequest([{ timeUnixNano: nowNano, body: text(`mail to ${late}`) }]));
  const refusedLate = await erase('--find', late);
  expect([refusedLate.code === 0, refusedLate.stderr]).toEqual([false, expect.stringContaining('legal hold')]);
  await untilLoaded(server.url);
  expect(await logBodies(server.url)).toContain(`mail to ${late}`);
  await fetch(`${server.url}/api/v1/legal-holds/${id}`, { method: 'DELETE' });

  const erased = await erase('--find', subject, '--json');
  expect([erased.code, erased.stderr]).toEqual([0, '']);
  const receipt = JSON.parse(erased.stdout.toString()) as ErasureReceipt;
  expect(receipt.erased).toEqual(
    expect.arrayContaining([
      { table: 'logs', deleted: 3, blanked: 0 },
      { table: 'runs', deleted: 0, blanked: 1 },
      { table: 'spans', deleted: 1, blanked: 0 },
    ]),
  );
  expect(JSON.stringify(receipt).toLowerCase()).not.toContain('neil');

  expect((await logBodies(server.url)).toSorted()).toEqual(['A run has begun.', `mail to ${late}`, 'of another']);
  const detail = await runDetail(server.url, 'run-1');
  expect([detail.state, detail.failure?.message]).toEqual(['failed', 'no account of [erased]']);
  for (const form of [subject, subject.toUpperCase(), "anna.o\\'neil"]) expect(await filesWith(form)).toEqual([]);
  const list = erasureList.parse(await (await fetch(`${server.url}/api/v1/erasures`)).json());
  expect(list.items).toEqual([receipt]);
  const log = await (await fetch(`${server.url}/api/v1/access-log`)).text();
  expect(log).toContain('telemetry.erased');
  expect(log.toLowerCase()).not.toContain('neil');
  expect((await erase('--find', subject)).code).toBe(1);
});

it('what is too short is refused, and a text of which each character means something is taken as it is', async () => {
  expect((await erase('--find', 'a@b')).code).toBe(2);
  const odd = String.raw`a.*(b)\d+[c]'"` + '\n%_{String}';
  await post(
    'logs',
    logsRequest([
      { timeUnixNano: nowNano, body: text(`odd ${odd} end`), attributes: attributes('k', odd) },
      { timeUnixNano: nowNano, body: text('a..(b)d1c') },
    ]),
  );
  const { code, stdout } = await erase('--find', odd, '--json');
  expect([code, (JSON.parse(stdout.toString()) as ErasureReceipt).erased]).toEqual([
    0,
    [{ table: 'logs', deleted: 1, blanked: 0 }],
  ]);
  expect(await logBodies(server.url)).toContain('a..(b)d1c');
});
