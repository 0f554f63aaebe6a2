import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiList } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { configShape } from '../../config/schema.ts';
import { startTestApi } from '../_api.ts';
import { watchApis } from './loop.ts';

test('what probes find is told beside what pipelines find, until the watch ends', async () => {
  await using api = await startTestApi();
  let called = 0;
  const server = createServer((_request, response) => response.writeHead((called += 1) === 1 ? 200 : 503).end('down'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
  const { apis } = configShape.parse({ apis: [{ name: 'stock', url, intervalSeconds: 1 }] });
  const keys: string[] = [];
  const enough = Promise.withResolvers<void>();
  {
    await using _watch = watchApis({
      apis,
      emit: async (logs, key) => {
        await api.engine.insert('logs', [logs]);
        if (keys.push(key) === 2) enough.resolve();
      },
      onError: (error) => expect.fail(String(error)),
    });
    await enough.promise;
  }
  const probes = keys.length;
  expect(new Set(keys).size).toBe(probes);
  const [stock] = apiList.parse((await api.app.inject('/api/v1/apis')).json()).items;
  expect(stock).toMatchObject({
    name: 'stock',
    requests: 0,
    probe: {
      state: 'fail',
      error: '5xx',
      problem: 'HTTP 503, expected 2xx',
      status: 503,
      probes,
      availability: 1 / probes,
    },
  });
  await new Promise((resolve) => server.close(resolve));
});

test('an API that cannot be kept is told, and asked again all the same', async () => {
  const { apis } = configShape.parse({
    apis: [{ name: 'gone', url: 'http://no-such-host.invalid/', intervalSeconds: 1 }],
  });
  const errors: unknown[] = [];
  const enough = Promise.withResolvers<void>();
  await using _watch = watchApis({
    apis,
    emit: () => Promise.reject(new Error('spool full')),
    onError: (error) => {
      if (errors.push(error) === 2) enough.resolve();
    },
  });
  await enough.promise;
  expect(errors).toHaveLength(2);
});
