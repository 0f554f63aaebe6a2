import { mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ClickHouseError } from '@clickhouse/client';
import type { Right } from '@sightglass/model';
import { problem } from '@sightglass/model/rest';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createEvents } from '../events/_events.ts';
import { QueryTimeoutError, TelemetryUnavailableError } from '../storage/telemetry/client.ts';
import { createApp } from './app.ts';
import type { Trouble } from './operations.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { openToAnyone } from '../access/gate.ts';
import { reads } from '../access/needs.ts';

const dashboardDir = temporaryFolder();
mkdirSync(join(dashboardDir, 'assets'));
writeFileSync(join(dashboardDir, 'index.html'), '<title>Sightglass</title>');
writeFileSync(join(dashboardDir, 'assets', 'index-abc123.js'), `export {};${' '.repeat(5_000)}`);

/** Each path fails in its own way. */
const failures: Readonly<Record<string, Error>> = {
  unavailable: new TelemetryUnavailableError(new Error('socket hang up')),
  slow: new ClickHouseError({ message: 'Timeout exceeded', code: '159', type: 'TIMEOUT_EXCEEDED' }),
  memory: new ClickHouseError({ message: 'would use 3 GiB', code: '241', type: 'MEMORY_LIMIT_EXCEEDED' }),
  rows: new ClickHouseError({ message: 'Limit for rows', code: '158', type: 'TOO_MANY_ROWS' }),
  silent: new QueryTimeoutError(40_000, new Error('Timeout error.')),
  busy: new ClickHouseError({ message: 'Too many', code: '202', type: 'TOO_MANY_SIMULTANEOUS_QUERIES' }),
  broken: new ClickHouseError({ message: 'Unknown column secret', code: '47', type: 'UNKNOWN_IDENTIFIER' }),
  bug: new TypeError('undefined is not a function'),
};
const api: FastifyPluginCallbackZod = (app, _options, done) => {
  app.get('/fail/:how', { config: reads, schema: { params: z.object({ how: z.string() }) } }, async ({ params }) => {
    throw failures[params.how] ?? new Error('?');
  });
  app.get(
    '/answer',
    { config: reads, schema: { querystring: z.object({ size: z.coerce.number().int().max(10_000) }) } },
    async ({ query }) => ({
      text: 'x'.repeat(query.size),
    }),
  );
  done();
};

/** As an OTLP route: reads the raw request itself. */
const root: FastifyPluginCallback = (app, _options, done) => {
  app.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
  app.post('/v1/logs', { config: reads }, async (request, reply) => {
    reply.hijack();
    reply.raw.end(`${(await buffer(request.raw)).length}`);
  });
  done();
};

const events = createEvents(() => {});
let isEngineUp = true;
let engineFaults = 0;
let losses: readonly Trouble[] = [];
let app: FastifyInstance;
let port: number;
beforeAll(async () => {
  app = createApp({
    events,
    registry: events.registry,
    api,
    root: [root],
    gate: openToAnyone,
    readiness: [
      {
        name: 'engine',
        check: async () => (isEngineUp ? undefined : 'it does not answer'),
        faults: () => engineFaults,
      },
      { name: 'state', check: async () => undefined },
    ],
    losses: async () => losses,
    dashboardDir,
    allowedHosts: ['sightglass.internal'],
  });
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => app.close());

test('the documentation is at /docs, so that its links are relative to a folder', async () => {
  const response = await app.inject('/docs');
  expect([response.statusCode, response.headers.location]).toEqual([302, '/docs/']);
});

describe('problems', () => {
  test.each([
    ['/api/v1/fail/unavailable', 503, 'telemetry-unavailable', /being restarted/, '5'],
    ['/api/v1/fail/busy', 503, 'engine-busy', /Too many/, '2'],
    ['/api/v1/fail/slow', 504, 'query-too-heavy', /shorter time range/, undefined],
    ['/api/v1/fail/memory', 504, 'query-too-heavy', /shorter time range/, undefined],
    ['/api/v1/fail/rows', 422, 'query-too-wide', /shorter time range/, undefined],
    ['/api/v1/fail/silent', 504, 'query-too-heavy', /shorter time range/, undefined],
    ['/api/v1/fail/broken', 500, 'query-failed', /reason is in (its|the server) log/, undefined],
    ['/api/v1/fail/bug', 500, 'internal', /reason is in (its|the server) log/, undefined],
    ['/api/v1/answer?size=many', 400, 'parameter-invalid', /^size: /, undefined],
    ['/api/v1/nothing', 404, 'not-found', /openapi\.json/, undefined],
    ['/v1/nothing', 404, 'not-found', /no GET \/v1\/nothing/, undefined],
    ['/assets/gone.js', 404, 'not-found', /no GET/, undefined],
    ['/api/v1/fail/%ff', 400, 'address-invalid', /%25/, undefined],
    [`/api/v1/fail/${'x'.repeat(12_000)}`, 500, 'internal', /reason is in (its|the server) log/, undefined],
  ])('%s', async (url, status, type, detail, retryAfter) => {
    const response = await app.inject(url);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.headers['retry-after']).toBe(retryAfter);
    const answer = problem.parse(response.json());
    expect(answer).toMatchObject({ status, type: `urn:sightglass:problem:${type}`, instance: url });
    expect(answer.detail).toMatch(detail);
    expect(answer.detail).not.toContain('secret');
  });

  test('an invalid parameter is named with what is wrong', async () => {
    const answer = problem.parse((await app.inject('/api/v1/answer?size=99999')).json());
    expect(answer.errors).toEqual([{ path: 'size', message: expect.stringContaining('10000') }]);
  });
});

describe('methods an address does not answer', () => {
  test.each([
    ['POST', '/api/v1/answer?size=3', 'GET, HEAD'],
    ['DELETE', '/api/v1/fail/bug', 'GET, HEAD'],
    ['PUT', '/healthz', 'GET, HEAD'],
    ['QUERY' as 'PUT', '/api/v1/answer', 'GET, HEAD'],
    ['OPTIONS', '/api/openapi.json', 'GET, HEAD'],
    ['GET', '/v1/logs', 'POST'],
  ] as const)('%s %s', async (method, url, allow) => {
    const response = await app.inject({ method, url, payload: '{', headers: { 'content-type': 'application/json' } });
    expect(response.statusCode).toBe(405);
    expect(response.headers['allow']).toBe(allow);
    expect(problem.parse(response.json()).detail).toContain(allow);
  });
});

describe('operations', () => {
  test('healthz, metrics', async () => {
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await app.inject('/metrics')).body).toContain('# TYPE sightglass_query_failures_total counter');
    const headers = { accept: 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.3,*/*;q=0.1' };
    expect((await app.inject({ url: '/metrics', headers })).body).toContain('# TYPE');
  });

  test('a browser gets the page of metrics, which has the same address', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
    const page = await app.inject({ url: '/metrics?name=a', headers });
    expect([page.body, page.headers['vary']]).toEqual(['<title>Sightglass</title>', expect.stringContaining('accept')]);
  });

  test('readyz says what is failing', async () => {
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready', checks: { engine: 'ok', state: 'ok' } });
    isEngineUp = false;
    losses = [{ words: 'About 3 records', detail: 'About 3 records of logs are lost.' }];
    await expect.poll(async () => (await app.inject('/readyz')).statusCode, { timeout: 60_000 }).toBe(503);
    const response = await app.inject('/readyz');
    isEngineUp = true;
    expect(response.json()).toEqual({
      status: 'not ready',
      checks: { engine: 'it does not answer', state: 'ok' },
      losses: ['About 3 records of logs are lost.'],
    });
  });

  test('readyz names folders and addresses to who may read telemetry alone, and not while the state hangs', async () => {
    const holder = {
      kind: 'token',
      id: 't',
      name: 't',
      personId: null,
      of: undefined,
      rights: new Set<Right>(['telemetry:read']),
    } as const;
    const known = async (token: string) => (token === 'hangs' ? new Promise<undefined>(() => {}) : holder);
    await using guarded = createApp({
      events,
      registry: events.registry,
      api: (_app, _options, done) => done(),
      gate: { authenticate: { session: async () => undefined, token: known }, log: async () => {} },
      readiness: [{ name: 'state', check: async () => ({ words: 'its folder is gone', detail: '/data is gone' }) }],
      losses: async () => [{ words: 'some are lost', detail: 'some are lost in /data' }],
    });
    const answer = async (headers: Record<string, string>) =>
      (await guarded.inject({ url: '/readyz', headers })).json<object>();
    const open = { status: 'not ready', checks: { state: 'its folder is gone' }, losses: ['some are lost'] };
    expect(await answer({})).toEqual(open);
    expect(await answer({ authorization: 'Bearer hangs' })).toEqual(open);
    expect(await answer({ authorization: 'Bearer right' })).toEqual({
      status: 'not ready',
      checks: { state: '/data is gone' },
      losses: ['some are lost in /data'],
    });
  });

  test('an answer from before a fault that was noticed is not given again', async () => {
    const statusNow = async () => (await app.inject('/readyz')).statusCode;
    await expect.poll(statusNow, { timeout: 60_000 }).toBe(200);
    isEngineUp = false;
    engineFaults += 1;
    const status = await statusNow();
    isEngineUp = true;
    expect(status).toBe(503);
  });

  test('OpenAPI 3.1 describes the routes', async () => {
    const description = (await app.inject('/api/openapi.json')).json<{
      openapi: string;
      paths: Record<string, unknown>;
    }>();
    expect(description.openapi).toBe('3.1.0');
    expect(Object.keys(description.paths)).toContain('/api/v1/answer');
    expect(Object.keys(description.paths)).not.toContain('/healthz');
  });
});

describe('dashboard', () => {
  test.each([
    ['/', 'no-cache'],
    ['/runs/4711?tab=logs', 'no-cache'],
    ['/pipelines/a/b', 'no-cache'],
  ])('%s is the page', async (url, cacheControl) => {
    const response = await app.inject(url);
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('<title>Sightglass');
    expect(response.headers).toMatchObject({
      'cache-control': cacheControl,
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
    });
    expect(response.headers['content-security-policy']).toContain("default-src 'self'");
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('hashed files are kept for good', async () => {
    const response = await app.inject('/assets/index-abc123.js');
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const zipped = await app.inject({ url: '/assets/index-abc123.js', headers: { 'accept-encoding': 'gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
  });

  test('files outside are not served', async () => {
    const response = await app.inject('/..%2f..%2fetc%2fpasswd');
    expect(response.body).not.toContain('root:');
  });
});

test('large answers are compressed for those who can read it', async () => {
  const zipped = await app.inject({ url: '/api/v1/answer?size=9000', headers: { 'accept-encoding': 'gzip' } });
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(zipped.rawPayload.length).toBeLessThan(500);
  for (const acceptEncoding of ['identity', 'gzip;q=0']) {
    const plain = await app.inject({ url: '/api/v1/answer?size=9000', headers: { 'accept-encoding': acceptEncoding } });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.json()).toEqual({ text: 'x'.repeat(9_000) });
  }
});

test('a raw route gets its body untouched, larger than any JSON limit', async () => {
  const body = Buffer.alloc(3_000_000, 1);
  const response = await fetch(`http://127.0.0.1:${port}/v1/logs`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-protobuf' },
  });
  expect(await response.text()).toBe('3000000');
});

/** fetch would not let us lie about the host. */
const statusFor = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', path: '/healthz', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject).end();
  });

test.each([
  ['127.0.0.1', 200],
  ['localhost:4318', 200],
  ['[::1]:4318', 200],
  ['sightglass.internal', 200],
  ['attacker.example', 421],
  ['localhost.attacker.example', 421],
])('host %s is answered %i', async (host, status) => {
  expect(await statusFor(host)).toBe(status);
});

/** What the server answers to bytes that are no request it can read. */
const answerTo = async (bytes: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  return (await buffer(socket)).toString();
};

test.each([
  ['too large a header', `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['too long an address', `GET /api/v1/answer?size=${'1'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431],
  ['no HTTP', 'EHLO mail.example\r\n\r\n', 400],
])('%s is refused as problem details', async (_name, bytes, status) => {
  const [head = '', body = ''] = (await answerTo(bytes)).split('\r\n\r\n');
  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(head).toContain('application/problem+json');
  expect(problem.parse(JSON.parse(body))).toMatchObject({ status });
});
