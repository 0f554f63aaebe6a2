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

const files = new Set([
  '/api/v1/access-log-export',
  '/api/v1/run-export',
  '/api/v1/logs/export',
  '/api/v1/system-export',
  '/api/v1/dataset-export',
  '/api/v1/check-export',
  '/api/v1/incident-export',
  '/api/v1/service-export',
  '/api/v1/trace-export',
]);
const archives = new Set(['/api/v1/backup']);
const redirects = new Set(['/api/v1/oidc/start', '/api/v1/oidc/callback']);
const streams = new Set(['/api/v1/live', '/api/v1/logs/tail']);

const expectDescribed = (name: string, path: string, { summary, parameters = [], responses }: Operation): void => {
  expect(summary, name).toMatch(/\w/);
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, part]) => part);
  expect(
    parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name),
    name,
  ).toEqual(named);
  const problems = Object.entries(responses).filter(([status]) => status >= '400');
  const always = [
    '400',
    '401',
    '403',
    '405',
    '421',
    '422',
    '429',
    '431',
    '500',
    '503',
    '504',
    ...(named.length > 0 ? ['404'] : []),
  ];
  expect(
    problems.map(([status]) => status),
    name,
  ).toEqual(expect.arrayContaining(always));
  for (const [, { content }] of problems)
    expect(content?.['application/problem+json']?.schema).toMatchObject({
      required: expect.arrayContaining(['detail']),
    });
  const [status = '', answer] = Object.entries(responses).find(([each]) => each < '300') ?? [];
  const kinds = Object.keys(answer?.content ?? {});
  if (files.has(path)) expect(kinds, name).toEqual(['text/csv', 'application/x-ndjson']);
  else if (archives.has(path)) expect(kinds, name).toEqual(['application/x-tar']);
  else if (streams.has(path)) expect(kinds, name).toEqual(['text/event-stream']);
  else if (redirects.has(path)) expect(Object.keys(responses), name).toContain('303');
  else if (status !== '204')
    expect(answer?.content?.['application/json']?.schema, name).toMatchObject({
      type: 'object',
      properties: expect.any(Object),
    });
};

test('every route is described, with its parameters and the shape of its answer', async () => {
  const { openapi, paths } = (await api.app.inject('/api/openapi.json')).json<{
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
  }>();
  expect(openapi).toBe('3.1.0');
  expect(Object.keys(paths).sort((a, b) => a.localeCompare(b))).toEqual([
    '/api/v1/access-log',
    '/api/v1/access-log-export',
    '/api/v1/alerting/health',
    '/api/v1/alerts',
    '/api/v1/apis',
    '/api/v1/apis/{name}',
    '/api/v1/apis/{name}/breaker',
    '/api/v1/apis/{name}/breaker/trial',
    '/api/v1/apis/{name}/history',
    '/api/v1/apis/{name}/isolation',
    '/api/v1/backup',
    '/api/v1/channels',
    '/api/v1/channels/{name}/test',
    '/api/v1/check-export',
    '/api/v1/checks',
    '/api/v1/checks/profiles',
    '/api/v1/command-line/consent',
    '/api/v1/command-line/token',
    '/api/v1/data-inventory',
    '/api/v1/dataset-export',
    '/api/v1/datasets',
    '/api/v1/datasets/detail',
    '/api/v1/dependencies',
    '/api/v1/dependencies/{name}',
    '/api/v1/dependencies/{name}/history',
    '/api/v1/dependencies/{name}/sample',
    '/api/v1/dependencies/{name}/statements',
    '/api/v1/dependencies/{name}/transactions',
    '/api/v1/erasures',
    '/api/v1/erasures/{id}',
    '/api/v1/hosts',
    '/api/v1/incident-export',
    '/api/v1/incidents',
    '/api/v1/incidents/{no}',
    '/api/v1/incidents/{no}/ack',
    '/api/v1/incidents/{no}/handover',
    '/api/v1/incidents/{no}/notes',
    '/api/v1/incidents/{no}/notifications',
    '/api/v1/incidents/{no}/resolve',
    '/api/v1/incidents/{no}/severity',
    '/api/v1/incidents/{no}/take',
    '/api/v1/legal-holds',
    '/api/v1/legal-holds/{id}',
    '/api/v1/live',
    '/api/v1/logs',
    '/api/v1/logs/count',
    '/api/v1/logs/export',
    '/api/v1/logs/facets',
    '/api/v1/logs/histogram',
    '/api/v1/logs/record',
    '/api/v1/logs/tail',
    '/api/v1/me',
    '/api/v1/me/password',
    '/api/v1/me/profile',
    '/api/v1/metrics/attributes',
    '/api/v1/metrics/names',
    '/api/v1/metrics/points',
    '/api/v1/metrics/query',
    '/api/v1/notifications',
    '/api/v1/oidc/callback',
    '/api/v1/oidc/failure',
    '/api/v1/oidc/start',
    '/api/v1/password',
    '/api/v1/people',
    '/api/v1/people/{id}',
    '/api/v1/people/{id}/password-link',
    '/api/v1/pipelines',
    '/api/v1/pipelines/{namespace}/{name}',
    '/api/v1/pipelines/{namespace}/{name}/calendar',
    '/api/v1/pipelines/{namespace}/{name}/datasets',
    '/api/v1/pipelines/{namespace}/{name}/occurrences',
    '/api/v1/pipelines/{namespace}/{name}/performance',
    '/api/v1/pipelines/{namespace}/{name}/plan',
    '/api/v1/pipelines/{namespace}/{name}/runs/{runId}',
    '/api/v1/pipelines/{namespace}/{name}/runs/{runId}/attributes',
    '/api/v1/pipelines/{namespace}/{name}/runs/{runId}/checks',
    '/api/v1/pipelines/{namespace}/{name}/runs/{runId}/databases',
    '/api/v1/pipelines/{namespace}/{name}/runs/{runId}/datasets',
    '/api/v1/pipelines/{namespace}/{name}/runs/{runId}/neighbours',
    '/api/v1/pipelines/brief',
    '/api/v1/privacy',
    '/api/v1/privacy/try',
    '/api/v1/retention',
    '/api/v1/rules',
    '/api/v1/rules/test',
    '/api/v1/run-causes',
    '/api/v1/run-counts',
    '/api/v1/run-export',
    '/api/v1/run-hours',
    '/api/v1/run-verdicts',
    '/api/v1/runs',
    '/api/v1/runs/{runId}',
    '/api/v1/runs/{runId}/attributes',
    '/api/v1/runs/{runId}/checks',
    '/api/v1/runs/{runId}/databases',
    '/api/v1/runs/{runId}/datasets',
    '/api/v1/runs/{runId}/neighbours',
    '/api/v1/search',
    '/api/v1/senders',
    '/api/v1/service-export',
    '/api/v1/services',
    '/api/v1/session',
    '/api/v1/sessions',
    '/api/v1/sessions/{id}',
    '/api/v1/share-links',
    '/api/v1/share-links/{id}',
    '/api/v1/share-links/own',
    '/api/v1/sign-in',
    '/api/v1/silences',
    '/api/v1/silences/{id}/end',
    '/api/v1/span-rules',
    '/api/v1/span-rules/{id}',
    '/api/v1/span-rules/preview',
    '/api/v1/system-export',
    '/api/v1/systems',
    '/api/v1/teams',
    '/api/v1/teams/{id}',
    '/api/v1/tokens',
    '/api/v1/tokens/{id}',
    '/api/v1/tokens/{id}/rotation',
    '/api/v1/trace-export',
    '/api/v1/traces',
    '/api/v1/traces/{traceId}',
    '/api/v1/traces/{traceId}/spans/{spanId}',
    '/api/v1/traces/histogram',
  ]);
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) expectDescribed(`${method} ${path}`, path, operation);
  }
  const names = paths['/api/v1/logs']?.['get']?.parameters?.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['q', 'runId', 'severity', 'from', 'to', 'limit', 'cursor']));
});

test('the document is valid OpenAPI 3.1', async () => {
  const document = (await api.app.inject('/api/openapi.json')).json<Record<string, unknown>>();
  expect(await new Validator().validate(document)).toEqual({ valid: true });
});
