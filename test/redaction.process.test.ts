import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventsRequest, lifecycleEvent } from '../packages/server/src/rooms/runs/_runs.ts';
import { attributesOf, logsRequest, metricsRequest, spansRequest, text } from '../packages/server/src/wire/_sample.ts';
import { logBodies, runDetail } from './_api.ts';
import { untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, type DataDir, startServerProcess } from './_server.ts';

let data: DataDir;
beforeAll(async () => (data = await createDataDir()));
afterAll(() => data?.[Symbol.asyncDispose]());

const mail = 'anna.berg@example.com';
const card = '4111 1111 1111 1111';
const secrets = [mail, card, 'hunter2'];
const nowNano = `${BigInt(Date.now()) * 1_000_000n}`;

/** A request of each signal and a run that failed, with something to redact wherever people write. */
const sendAll = async (url: string, runId: string): Promise<void> => {
  const attributes = attributesOf({ 'user.mail': mail, note: `password=hunter2`, list: [card] });
  const run = { runId, pipelineName: `import for ${mail}`, pipelineOwner: mail };
  const failed = { ...run, runState: 'failed', exceptionType: 'Refused', exceptionMessage: `${mail} paid by ${card}` };
  const exemplars = [{ timeUnixNano: nowNano, asDouble: 1, filteredAttributes: attributes }];
  const gauge = { dataPoints: [{ timeUnixNano: nowNano, asDouble: 1, attributes, exemplars }] };
  const requests: readonly (readonly [string, Uint8Array])[] = [
    ['logs', logsRequest([{ timeUnixNano: nowNano, body: text(`from ${mail}`), attributes }], { owner: mail })],
    ['logs', eventsRequest([lifecycleEvent('runStarted', Date.now() - 5_000, run)])],
    ['logs', eventsRequest([lifecycleEvent('runFinished', Date.now(), failed)])],
    ['traces', spansRequest([{ traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8, 1), name: card, attributes }])],
    ['metrics', metricsRequest([{ name: 'paid', description: mail, metadata: attributes, gauge }])],
  ];
  for (const [signal, body] of requests) {
    const headers = { 'content-type': 'application/x-protobuf' };
    expect((await fetch(`${url}/v1/${signal}`, { method: 'POST', headers, body })).status).toBe(200);
  }
};

/** Files below the data folder in which one of the secrets stands as it is. */
const filesWithSecrets = async (): Promise<string[]> => {
  const items = await readdir(data.path, { recursive: true, withFileTypes: true });
  const files = items.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name));
  const holding = files.map(async (file) => {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    return secrets.some((secret) => bytes.includes(secret)) ? [file] : [];
  });
  return (await Promise.all(holding)).flat();
};

const settings = async (privacy: string): Promise<{ configFile: string }> => {
  const configFile = join(data.path, 'sightglass.yaml');
  await writeFile(configFile, `privacy: ${privacy}\n`);
  return { configFile };
};

const paths = ['logs', 'logs/facets', 'runs', 'pipelines', 'metrics', 'traces', 'services', 'hosts', 'privacy'];

it('a server whose configuration says so shows and keeps nothing of it, and hashes alike after a restart', async () => {
  const hashes = new Set<string>();
  const send = async (url: string, runId: string): Promise<void> => {
    await sendAll(url, runId);
    await untilLoaded(url);
    const [, hash = ''] = /from (\[hashed:mail:h[0-9a-f]{16}\])/.exec((await logBodies(url)).join('\n')) ?? [];
    hashes.add(hash);
  };
  {
    await using server = await startServerProcess(
      data.path,
      await settings('{ preset: standard, rules: { mail: hash } }'),
    );
    const watching = new AbortController();
    const tail = await fetch(`${server.url}/api/v1/logs/tail`, { signal: watching.signal });
    await send(server.url, 'run-1');
    let shown = '';
    for await (const chunk of tail.body ?? []) if (/hashed:mail/.test((shown += Buffer.from(chunk).toString()))) break;
    watching.abort();
    const answers = await Promise.all(paths.map(async (path) => (await fetch(`${server.url}/api/v1/${path}`)).text()));
    const detail = await runDetail(server.url, 'run-1');
    expect(detail.failure?.message).toBe(`${[...hashes][0]} paid by [redacted:card]`);
    for (const secret of secrets)
      expect([shown, ...answers, JSON.stringify(detail), server.log()].join('\n')).not.toContain(secret);
    await until('the disk buffer is empty', async () => (await filesWithSecrets()).length === 0);
  }
  await using strict = await startServerProcess(
    data.path,
    await settings('{ preset: standard, strict: true, rules: { mail: hash } }'),
  );
  await sendAll(strict.url, 'run-2');
  expect(await filesWithSecrets()).toEqual([]);
  await send(strict.url, 'run-3');
  expect([...hashes]).toEqual([expect.stringContaining('hashed')]);
});
