import { logPage } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesOf, logsRequest, text } from '../../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../../_api.ts';
import { unixNanoOf } from '../../runs/_runs.ts';
import { recordHash } from '../facts-record.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const fromMs = Date.parse('2026-05-01T09:58:20Z');

/** As many records of the nth time as this says, so that pages end among few and among many of the same time, over several buckets of five minutes. */
const ofEachTime = [1, 2, 3, 70, 1, 40, 1, 1, 29, 5, 200, 1, 28, 1, 1, 1];

beforeAll(async () => {
  const records = ofEachTime.flatMap((count, nth) =>
    Array.from({ length: count }, (_, index) => ({
      timeUnixNano: unixNanoOf(fromMs + nth * 20_000),
      severityNumber: 9,
      body: text(`n${nth}-${index} Wort`),
      attributes: attributesOf({ 'pipeline.run.id': `run-${index % 2}`, nth }),
    })),
  );
  const shuffled = records.toSorted((a, b) => (a.body.stringValue ?? '').length - (b.body.stringValue ?? '').length);
  for (const service of ['a', 'b'])
    await api.engine.insert('logs', [
      logsRequest(
        shuffled.filter((_, index) => (index % 3 === 0) === (service === 'a')),
        { 'service.name': service },
      ),
    ]);
});

test.each<['asc' | 'desc', number, string]>([
  ['desc', 1, ''],
  ['desc', 2, 'Wort'],
  ['asc', 7, ''],
  ['desc', 30, 'run:run-1'],
  ['asc', 100, 'wort nth:10'],
  ['desc', 100, ''],
  ['asc', 100, ''],
  ['desc', 1_000, ''],
])(
  'pages in order %s of %d of "%s" are the records by time and then by content, each once',
  async (order, limit, q) => {
    const wanted = await api.engine.telemetry.rows<{ body: string }>(
      `SELECT Body AS body FROM logs WHERE ${q.includes('run') ? "RunId = 'run-1'" : '1'} AND ${q.includes('nth') ? "LogAttributes['nth'] = '10'" : '1'}
     ORDER BY Timestamp ${order}, ${recordHash}`,
    );
    const most = limit === 1 ? 90 : 1_000;
    const found: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null && found.length < most) {
      const query = {
        order,
        limit: `${limit}`,
        ...(q === '' ? {} : { q }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const page = logPage.parse((await api.app.inject({ url: '/api/v1/logs', query })).json());
      found.push(...page.items.map((item) => item.body));
      cursor = page.nextCursor;
    }
    expect(found).toEqual(wanted.map(({ body }) => body).slice(0, found.length));
    expect(cursor === null ? found.length : wanted.length).toBe(wanted.length);
  },
);
