import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './_api.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

test('every route is described, with its parameters and the shape of its answer', async () => {
  const { openapi, paths } = (await api.app.inject('/api/openapi.json')).json<{
    openapi: string;
    paths: Record<string, { get?: Operation; put?: Operation }>;
  }>();
  expect(openapi).toBe('3.1.0');
  expect(Object.keys(paths).sort((a, b) => a.localeCompare(b))).toEqual([
    '/api/v1/apis',
    '/api/v1/apis/{name}',
    '/api/v1/apis/{name}/breaker',
    '/api/v1/apis/{name}/breaker/trial',
    '/api/v1/apis/{name}/history',
    '/api/v1/apis/{name}/isolation',
    '/api/v1/checks',
    '/api/v1/checks/profiles',
    '/api/v1/dataset-export',
    '/api/v1/datasets',
    '/api/v1/datasets/detail',
    '/api/v1/dependencies',
    '/api/v1/dependencies/{name}',
    '/api/v1/dependencies/{name}/history',
    '/api/v1/dependencies/{name}/sample',
    '/api/v1/dependencies/{name}/statements',
    '/api/v1/dependencies/{name}/transactions',
    '/api/v1/hosts',
    '/api/v1/live',
    '/api/v1/logs',
    '/api/v1/logs/count',
    '/api/v1/logs/export',
    '/api/v1/logs/facets',
    '/api/v1/logs/histogram',
    '/api/v1/logs/record',
    '/api/v1/logs/tail',
    '/api/v1/metrics/attributes',
    '/api/v1/metrics/names',
    '/api/v1/metrics/points',
    '/api/v1/metrics/query',
    '/api/v1/pipelines',
    '/api/v1/pipelines/{namespace}/{name}',
    '/api/v1/pipelines/{namespace}/{name}/datasets',
    '/api/v1/pipelines/{namespace}/{name}/performance',
    '/api/v1/pipelines/{namespace}/{name}/plan',
    '/api/v1/pipelines/{namespace}/{name}/runs/{runId}',
    '/api/v1/pipelines/{namespace}/{name}/runs/{runId}/checks',
    '/api/v1/pipelines/{namespace}/{name}/runs/{runId}/databases',
    '/api/v1/pipelines/{namespace}/{name}/runs/{runId}/datasets',
    '/api/v1/pipelines/{namespace}/{name}/runs/{runId}/neighbours',
    '/api/v1/pipelines/brief',
    '/api/v1/run-causes',
    '/api/v1/run-counts',
    '/api/v1/run-export',
    '/api/v1/runs',
    '/api/v1/runs/{runId}',
    '/api/v1/runs/{runId}/checks',
    '/api/v1/runs/{runId}/databases',
    '/api/v1/runs/{runId}/datasets',
    '/api/v1/runs/{runId}/neighbours',
    '/api/v1/services',
    '/api/v1/system-export',
    '/api/v1/systems',
    '/api/v1/traces',
    '/api/v1/traces/{traceId}',
    '/api/v1/traces/{traceId}/spans/{spanId}',
    '/api/v1/traces/histogram',
  ]);
  for (const [path, { get: read, put }] of Object.entries(paths)) {
    const get = read ?? put;
    if (get === undefined) throw new Error(`${path} is described under neither GET nor PUT`);
    expect(get.summary, path).toMatch(/\w/);
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(get.parameters?.filter((parameter) => parameter.in === 'path').map(({ name }) => name) ?? [], path).toEqual(
      named,
    );
    const isStream = path === '/api/v1/live' || path === '/api/v1/logs/tail';
    const schema = get.responses['200']?.content?.['application/json']?.schema;
    const problems = Object.entries(get.responses).filter(([status]) => status >= '400');
    const expected = ['400', ...(named.length > 0 ? ['404'] : []), '405', '421', '431', '500', '503', '504'];
    expect(
      problems.map(([status]) => status),
      path,
    ).toEqual(expected);
    for (const [, { content }] of problems) {
      expect(content?.['application/problem+json']?.schema).toMatchObject({
        required: expect.arrayContaining(['detail']),
      });
    }
    const isFile = ['/api/v1/run-export', '/api/v1/logs/export', '/api/v1/system-export'].includes(path);
    if (isFile) expect(Object.keys(get.responses['200']?.content ?? {})).toEqual(['text/csv', 'application/x-ndjson']);
    if (isStream) expect(Object.keys(get.responses['200']?.content ?? {}), path).toEqual(['text/event-stream']);
    if (!isStream && !isFile) expect(schema, path).toMatchObject({ type: 'object', properties: expect.any(Object) });
  }
  const names = paths['/api/v1/logs']?.get?.parameters?.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['q', 'runId', 'severity', 'from', 'to', 'limit', 'cursor']));
});

test('the document is valid OpenAPI 3.1', async () => {
  const document = (await api.app.inject('/api/openapi.json')).json<Record<string, unknown>>();
  expect(await new Validator().validate(document)).toEqual({ valid: true });
});
