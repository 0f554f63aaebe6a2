import { problem } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../rooms/_api.ts';
import { nearest } from '@sightglass/model';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

test.each([
  ['/runs?stat=failed', 'stat', /is not a parameter here; did you mean state\? Allowed: .*pipeline.*cursor/],
  ['/runs?limit=3&zzzzzzzz=1', 'zzzzzzzz', /Allowed: /],
  ['/pipelines/a/b?limit=3', 'limit', /takes none/],
  ['/runs?state=failed&state=lost', 'state', /given 2 times/],
  ['/logs?q=', 'q', /is empty/],
  ['/logs/tail?pipline=x', 'pipline', /did you mean pipeline/],
  ['/logs/tail?from=2026-01-01', 'from', /is not a parameter here/],
  ['/live?x=1', 'x', /takes none/],
  ['/logs?cursor=nonsense', 'cursor', /nextCursor/],
  ['/runs?cursor=WzEsMl0', 'cursor', /nextCursor/],
  ['/logs?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'from', /is after to/],
  ['/logs/histogram?from=2026-02-01T00:00:00%2B02:00&to=2026-01-31T21:00:00Z', 'from', /is after to/],
  ['/runs?from=yesterday', 'from', /"yesterday".*RFC 3339.*like 2026/],
  ['/runs?from=2026-11-26T00:00:00%2002', 'from', /\+02:00, or a date/],
  ['/runs?limit=1001', 'limit', /"1001".*to 1000/],
  ['/checks?limit=1001', 'limit', /"1001".*to 1000/],
  ['/runs/r/checks?limit=1001', 'limit', /"1001".*to 1000/],
  ['/dependencies/d/statements?limit=1001', 'limit', /"1001".*to 1000/],
  ['/runs?limit=0', 'limit', /"0".*from 1 /],
  ['/runs?limit=ten', 'limit', /"ten".*from 1 to 1000, like 100/],
  ['/runs?state=sleeping', 'state', /running/],
  ['/logs?severity=loud', 'severity', /WARN\+/],
  ['/logs?order=up', 'order', /desc.*asc/],
  ['/metrics/query?name=x&aggregation=median', 'aggregation', /p50/],
  ['/metrics/query', 'name', /^(name: )?is required$/],
  ['/logs?foo=1', 'foo', /is not a parameter here\. Allowed: /],
  ['/runs/', 'runId', /^(runId: )?is empty; give it a value$/],
  [`/logs?q=${'x'.repeat(2001)}`, 'q', /^(q: )?is longer than 2000 characters$/],
  ['/traces/xyz', 'traceId', /32 hexadecimal/],
  ['/traces?q=severity:ERROR', 'q', /no severity. Write status:error/],
  ['/traces?q=status:failed', 'q', /one of unset, ok, error/],
  ['/traces?q=duration:3', 'q', /duration:>500/],
  ['/traces?minDurationMs=5&maxDurationMs=2', 'minDurationMs', /above maxDurationMs/],
  ['/traces?sort=name', 'sort', /slowest/],
])('%s is refused, naming %s', async (path, parameter, message) => {
  const response = await api.app.inject(`/api/v1${path}`);
  expect(response.statusCode).toBe(400);
  expect(response.headers['content-type']).toContain('application/problem+json');
  const answer = problem.parse(response.json());
  expect(answer.errors?.[0]?.path).toBe(parameter);
  expect(answer.errors?.[0]?.message).toMatch(message);
  expect(answer.detail).toMatch(message);
});

test('a run whose id is very long does not exist', async () => {
  const response = await api.app.inject(`/api/v1/runs/${'x'.repeat(3_000)}`);
  expect([response.statusCode, problem.parse(response.json()).type]).toEqual([404, 'urn:sightglass:problem:not-found']);
});

test.each([
  ['runid', 'runId'],
  ['pipelines', 'pipeline'],
  ['PIPELINE', 'pipeline'],
  ['lim', 'limit'],
  ['x', undefined],
  ['foo', undefined],
  ['rom', 'from'],
  ['fro', 'from'],
  ['something-else-entirely', undefined],
  ['a'.repeat(10_000), undefined],
])('nearest to %s is %s', (given, expected) => {
  expect(nearest(given, ['pipeline', 'runId', 'limit', 'from', 'to', 'q'])).toBe(expected);
});
