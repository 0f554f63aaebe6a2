import { once } from 'node:events';
import type { LogRecord } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { createEvents } from '../../events/_events.ts';
import { createApp } from '../../http/app.ts';
import { readingOver } from '../../storage/telemetry/reader.ts';
import type { LogSearcher } from './facts-search.ts';
import { logExportRoutes } from './routes-export.ts';
import { openToAnyone } from '../../access/gate.ts';

const record: LogRecord = {
  timestamp: '2026-06-01T10:00:00.000000000Z',
  severity: 'INFO',
  severityNumber: 9,
  body: 'loaded',
  eventName: null,
  service: 'etl',
  namespace: null,
  pipeline: null,
  runId: null,
  stage: null,
  stageId: null,
  traceId: null,
  spanId: null,
  attributes: {},
  resource: {},
  scope: '',
};

type Page = (limit: number, index: number) => Promise<{ isLast: boolean }>;

/** Lines that a client has at the end of a file whose pages these are; its request may query for `mostQueryingMs`. */
const download = async (page: Page, { encoding = 'identity', mostQueryingMs = 40_000 } = {}): Promise<number> => {
  const events = createEvents(() => {});
  let index = 0;
  const search: LogSearcher['page'] = async (_search, limit) => {
    const { isLast } = await page(limit, index);
    index += 1;
    return {
      records: Array.from({ length: limit }, () => record),
      next: isLast ? undefined : { unixNano: '1', hash: '1', seen: index },
    };
  };
  await using app = createApp({
    mostQueryingMs,
    events,
    registry: events.registry,
    gate: openToAnyone,
    readiness: [],
    api: logExportRoutes({
      logSearch: { page: search },
      logCounts: {
        count: async () => {
          over = readingOver();
          return 50_000;
        },
      },
    }),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const headers = { 'accept-encoding': encoding };
  const response = await fetch(`${url}/api/v1/logs/export?format=ndjson`, { headers });
  return (await response.text()).trimEnd().split('\n').length;
};

/** Of the request of the last download. */
let over: AbortSignal | undefined;

test.each(['identity', 'gzip'])('a file that cannot be brought to its end is broken off: %s', async (encoding) => {
  const failing: Page = async (_limit, index) => {
    if (index === 2) throw new Error('the engine is gone');
    return { isLast: false };
  };
  await expect(download(failing, { encoding })).rejects.toThrow('terminated');
});

test('a file that would lack what came after its records were counted is broken off', async () => {
  await expect(download(async () => ({ isLast: false }))).rejects.toThrow('terminated');
});

test('a reader may take longer than a request may query', async () => {
  const slow: Page = async (_limit, index) => {
    if (index === 1 && !over?.aborted) await once(over as AbortSignal, 'abort');
    readingOver()?.throwIfAborted();
    return { isLast: index === 1 };
  };
  expect(await download(slow, { mostQueryingMs: 200 })).toBe(2_000);
});
