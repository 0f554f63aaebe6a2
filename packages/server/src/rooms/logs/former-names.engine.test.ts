import { attributes, dependencyEvents, formerNames, nameNow, watchEvents } from '@sightglass/model';
import { type LogFacets, logFacets, logPage, metricNames, metricPoints, metricSeries } from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attributesOf, logsRequest, metricsRequest, text } from '../../wire/_sample.ts';
import { logRecordsOf } from '../../wire/log-records.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { unixNanoOf } from '../runs/_runs.ts';
import { logMatcher } from './log-matcher.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const atMs = Date.parse('2026-05-01T10:00:00Z');
const get = async (path: string, query: Record<string, string>) => {
  const answer = await api.app.inject({ url: `/api/v1${path}`, query });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};

const record = (body: string, eventName: string, own: Readonly<Record<string, string>>) => ({
  timeUnixNano: unixNanoOf(atMs),
  eventName,
  body: text(body),
  attributes: attributesOf(own),
});
const service = { 'service.name': 'watch' };
const request = logsRequest(
  [
    record('former', 'dependency.state.changed', { 'dependency.name': 'crm', 'dependency.state': 'down' }),
    record('now', watchEvents.dependencyStateChanged.name, {
      [attributes.dependencyName]: 'crm',
      [attributes.dependencyState]: 'down',
    }),
    record('former ended', 'pipeline.run.finished', { 'process.exit.signal': 'SIGTERM' }),
    record('other', 'db.query', { 'dependencies.name': 'crm', 'process.exit.code': '1' }),
  ],
  service,
);

describe('records of former names are found by either name, and those of now too', () => {
  beforeAll(() => api.engine.insert('logs', [request]));
  const both = ['former', 'now'];

  test.each([
    [{ q: 'dependency.name:crm' }, both],
    [{ q: 'pipeline.dependency.name:crm' }, both],
    [{ q: 'dependency.name:c*' }, both],
    [{ q: 'pipeline.dependency.name:*' }, both],
    [{ q: '-dependency.name:crm' }, ['former ended', 'other']],
    [{ q: '(dependency.state:down OR x) pipeline.dependency.name:crm' }, both],
    [{ q: 'event:dependency.state.changed' }, both],
    [{ q: 'event:pipeline.dependency.state.changed' }, both],
    [{ q: 'event:dependency.*' }, both],
    [{ q: 'event:pipeline.dep*' }, both],
    [{ q: '-event:dep*' }, ['former ended', 'other']],
    [{ event: 'dependency.state.changed' }, both],
    [{ event: 'pipeline.dependency.state.changed' }, both],
    [{ q: 'pipeline.process.exit.signal:SIGTERM' }, ['former ended']],
    [{ q: 'process.exit.signal:*' }, ['former ended']],
    [{ q: 'dependency.name:other' }, []],
  ])('by %o, stored and in the live tail', async (filter, expected) => {
    const { items } = logPage.parse(await get('/logs', { service: 'watch', ...filter }));
    expect(items.map(({ body }) => body).toSorted()).toEqual(expected);
    const count = (await get('/logs/count', { service: 'watch', ...filter })) as { count: number };
    expect(count.count).toBe(expected.length);
    const shown = logRecordsOf(request).filter(logMatcher(filter));
    expect(shown.map(({ body }) => body).toSorted()).toEqual(expected);
  });

  test('are counted under the name of now, whichever is asked for', async () => {
    const facets = async (key?: string): Promise<LogFacets> =>
      logFacets.parse(await get('/logs/facets', { service: 'watch', ...(key !== undefined && { key }) }));
    const all = await facets();
    expect(all.facets.find(({ key }) => key === 'event')?.values).toContainEqual({
      value: watchEvents.dependencyStateChanged.name,
      count: 2,
    });
    expect(all.attributes?.find(({ key }) => key === attributes.dependencyName)?.records).toBe(2);
    expect((await facets('dependency.name')).attributes).toEqual((await facets(attributes.dependencyName)).attributes);
  });
});

test('measurements of former names are one with those of now', async () => {
  const points = (name: string, database: string, at: number, asDouble: number) =>
    metricsRequest([
      {
        name,
        gauge: {
          dataPoints: [{ timeUnixNano: unixNanoOf(at), asDouble, attributes: attributesOf({ [database]: 'crm' }) }],
        },
      },
    ]);
  await api.engine.insert('metrics', [
    points('dependency.connections', 'dependency.name', atMs, 3),
    points('pipeline.dependency.connections', attributes.dependencyName, atMs + 60_000, 4),
    points('aaa', 'x', atMs, 1),
    points('zzz', 'x', atMs, 1),
  ]);
  const range = { from: '2026-05-01T10:00:00Z', to: '2026-05-01T10:02:00Z', stepSeconds: '60' };
  for (const [name, key] of [
    ['dependency.connections', 'dependency.name'],
    ['pipeline.dependency.connections', 'pipeline.dependency.name'],
  ] as const) {
    const query = { name, filter: `${key}:crm` };
    const { series } = metricSeries.parse(await get('/metrics/query', { ...range, ...query, groupBy: key }));
    expect(series.map(({ labels, points: found }) => [labels[key], found.map(([, value]) => value)])).toEqual([
      ['crm', [3, 4]],
    ]);
    expect(metricPoints.parse(await get('/metrics/points', query)).items.map(({ value }) => value)).toEqual([4, 3]);
  }
  const names: string[] = [];
  let cursor = '';
  do {
    const page = metricNames.parse(await get('/metrics/names', { limit: '1', ...(cursor !== '' && { cursor }) }));
    names.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  expect(names).toEqual(['aaa', 'pipeline.dependency.connections', 'zzz']);
});

describe('events of former names', () => {
  const own = { 'pipeline.name': 'flights', 'pipeline.namespace': 'examples' };
  const calls = (prefix: string, runId: string) => ({
    ...own,
    'pipeline.run.id': runId,
    [`${prefix}dependency.name`]: 'airports',
    [`${prefix}dependency.endpoint`]: 'GET /{iata}',
    [`${prefix}dependency.calls`]: '7',
    [`${prefix}dependency.requests`]: '9',
  });

  test('are folded as those of now are', async () => {
    await api.engine.insert('logs', [
      logsRequest([
        record('', 'dependency.calls', calls('', 'former')),
        record('', dependencyEvents.calls.name, calls('pipeline.', 'now')),
        record('', 'dependency.probe.finished', { 'dependency.name': 'rates', 'dependency.probe.state': 'fail' }),
        record('', 'pipeline.run.finished', {
          ...own,
          'pipeline.run.id': 'former',
          'pipeline.run.state': 'aborted',
          'process.exit.signal': 'SIGHUP',
        }),
      ]),
    ]);
    const apisOf = async (query: Record<string, string>) =>
      ((await get('/apis', query)) as { items: { name: string; calls: number; requests: number }[] }).items;
    for (const runId of ['former', 'now'])
      expect(await apisOf({ runId })).toMatchObject([{ name: 'airports', calls: 7, requests: 9 }]);
    const probed = await apisOf({ from: '2026-05-01T09:00:00Z', to: '2026-05-01T11:00:00Z' });
    expect(probed.map(({ name }) => name)).toEqual(['airports', 'rates']);
    expect(await get('/runs/former', {})).toMatchObject({ exitSignal: 'SIGHUP' });
  });

  test('and the engine gives each name what the model gives it', async () => {
    const names = [...formerNames, 'dependency.any', 'pipeline.run.id', 'other'];
    const { nameNowSql } = await import('../../storage/telemetry/former-names.ts');
    const rows = await api.engine.telemetry.rows<{ now: string }>(
      `SELECT ${nameNowSql('name')} AS now FROM (SELECT arrayJoin({names:Array(String)}) AS name)`,
      { names },
    );
    expect(rows.map(({ now }) => now)).toEqual(names.map(nameNow));
  });
});
