import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { errorOf, withApi } from '../../testing/api-client.ts';
import { sendJson, startHttpApi, type ApiAnswerer } from '../../testing/http-api.ts';
import { api } from './api.ts';
import { ApiError } from './api-error.ts';

const quickly = { waitMs: 1 };

describe('a call', () => {
  it('takes path, query, headers and body to the base URL', async () => {
    await using setup = await withApi((_request, response) => sendJson(response, { ok: true }));
    const { client, server } = setup;
    await client.get('/items/{id}', { params: { id: 'a b' }, query: { page: 2, all: undefined, q: 'ä' } });
    await client.post('items', { body: { name: 'bolt' }, headers: { 'x-tenant': 't1' } });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/items/a%20b?page=2&q=%C3%A4',
      'POST /v1/items',
    ]);
    expect(server.requests[1]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-tenant': 't1' });
  });

  it.each(['//elsewhere.test/items', 'http://elsewhere.test/items', '/items/../../secret'])(
    'stays below its base URL: %s',
    async (path) => {
      await using setup = await withApi((_request, response) => sendJson(response, {}));
      await setup.client.get(path).catch(() => undefined);
      for (const request of setup.server.requests) expect(request.path).toMatch(/^\/v1\//u);
    },
  );

  it('goes to the host of its base URL, whatever its path', async () => {
    await using server = await startHttpApi((_request, response) => sendJson(response, {}));
    const client = api('stock', { baseUrl: server.url, policy: { retry: false } });
    await client.get('//elsewhere.test/items');
    expect(server.requests.map(({ path }) => path)).toEqual(['//elsewhere.test/items']);
  });

  it('takes a query in its path as it is', async () => {
    await using setup = await withApi((_request, response) => sendJson(response, {}));
    await setup.client.get('/items?page=2&q=a%20b', { query: { size: 10 } });
    expect(setup.server.requests[0]?.path).toBe('/v1/items?page=2&q=a+b&size=10');
  });

  it('has each header once, however it is spelt: the most particular one', async () => {
    await using server = await startHttpApi((_request, response) => sendJson(response, {}));
    const client = api('stock', { baseUrl: server.url, headers: { Accept: 'text/csv', 'X-Tenant': 't1' } });
    await client.get('/items', { headers: { 'x-tenant': 't2', 'x-none': undefined } });
    expect(server.requests[0]?.headers).toMatchObject({ accept: 'text/csv', 'x-tenant': 't2' });
    expect(server.requests[0]?.headers).not.toHaveProperty('x-none');
  });

  it('throws what went wrong when the policy is to fail', async () => {
    await using setup = await withApi((_request, response) => sendJson(response, {}, 500), { retry: quickly });
    const error = await errorOf(setup.client.get('/items/{id}', { params: { id: 1 } }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error.name).toBe('ApiError');
    expect(error).toMatchObject({
      message: 'stock: GET /items/{id} failed: HTTP 500',
      code: 'SIGHTGLASS_API',
      errorClass: '5xx',
      status: 500,
    });
    expect(setup.server.requests).toHaveLength(3);
  });

  it('that is not safe to repeat is sent once, unless it is said to be', async () => {
    await using setup = await withApi((_request, response) => sendJson(response, {}, 500), { retry: quickly });
    await errorOf(setup.client.post('/items', { body: {} }));
    expect(setup.server.requests).toHaveLength(1);
    await using unsafe = await withApi((_request, response) => sendJson(response, {}, 500), {
      retry: { ...quickly, unsafe: true },
    });
    await errorOf(unsafe.client.post('/items', { body: {} }));
    expect(unsafe.server.requests).toHaveLength(3);
  });

  it.each([400, 401, 404])('answered by %i is not repeated', async (status) => {
    await using setup = await withApi((_request, response) => sendJson(response, {}, status), { retry: quickly });
    expect(await errorOf(setup.client.get('/items'))).toMatchObject({ errorClass: '4xx', status });
    expect(setup.server.requests).toHaveLength(1);
  });

  it('is not repeated when the API asks for more patience than there is', async () => {
    const answer: ApiAnswerer = (_request, response) => sendJson(response, {}, 429, { 'retry-after': '60' });
    await using setup = await withApi(answer, { retry: { ...quickly, mostWaitMs: 1_000 } });
    expect(await errorOf(setup.client.get('/items'))).toMatchObject({ errorClass: '429', retryAfterMs: 60_000 });
    expect(setup.server.requests).toHaveLength(1);
  });

  it('is given up after its timeout, also in the middle of a body', async () => {
    await using setup = await withApi((_request, response) => void response.writeHead(200).write('['), {
      timeoutMs: 50,
      retry: false,
    });
    const error = await errorOf(setup.client.get('/items'));
    expect(error).toMatchObject({ errorClass: 'timeout', problem: 'no answer in 50 ms' });
  });
});

describe('an answer that is kept', () => {
  const echo: ApiAnswerer = (request, response) =>
    sendJson(response, { tenant: request.headers['x-tenant'] ?? 'none' }, request.url?.endsWith('/gone') ? 404 : 200);
  const kept = { cache: { freshForMs: 60_000 }, retry: false } as const;

  it('is that of the same headers', async () => {
    await using setup = await withApi(echo, kept);
    const of = (tenant: string) => setup.client.get('/items', { headers: { 'x-tenant': tenant } });
    expect(
      [await of('a'), await of('b'), await of('a')].map((answer) => [answer.body, answer.ok && answer.from]),
    ).toEqual([
      [{ tenant: 'a' }, 'api'],
      [{ tenant: 'b' }, 'api'],
      [{ tenant: 'a' }, 'cache'],
    ]);
  });
  it.each<[string, object | undefined]>([
    ['as it came', undefined],
    ['as its schema makes it', z.object({ tenant: z.string().transform((tenant) => ({ tenant })) })],
  ])('belongs to each call alone, %s', async (_name, schema) => {
    await using setup = await withApi(echo, kept);
    type Body = { tenant: unknown; more?: string };
    const get = async () =>
      (await setup.client.get('/items', schema === undefined ? {} : { schema: schema as never })).body as Body;
    const [first, second] = [await get(), await get()];
    const before = structuredClone(second);
    for (const body of [first, second]) Object.assign(body, { tenant: 'changed', more: 'by the program' });
    expect(await get()).toEqual(before);
    expect(setup.server.requests).toHaveLength(1);
  });
  it('is none for a call that does not accept its status, or expects another body', async () => {
    await using setup = await withApi(echo, kept);
    expect(await setup.client.get('/gone', { accept: [404] })).toMatchObject({ ok: true, status: 404 });
    expect(await errorOf(setup.client.get('/gone'))).toMatchObject({ errorClass: '4xx' });
    await setup.client.get('/items');
    const number = z.object({ tenant: z.number() });
    expect(await errorOf(setup.client.get('/items', { schema: number }))).toMatchObject({ errorClass: 'schema' });
  });
});

describe('a schema', () => {
  const item = z.object({ id: z.number() });
  it('says what the body is', async () => {
    await using setup = await withApi((_request, response) => sendJson(response, { id: 1, more: true }));
    const answer = await setup.client.get('/items/1', { schema: item });
    expect(answer.ok && answer.body.id).toBe(1);
  });
  it('makes another body a failure that is not repeated', async () => {
    await using setup = await withApi((_request, response) => sendJson(response, { id: 'one' }), { retry: quickly });
    expect(await errorOf(setup.client.get('/items/1', { schema: item }))).toMatchObject({
      errorClass: 'schema',
      problem: expect.stringContaining('expected number'),
    });
    expect(setup.server.requests).toHaveLength(1);
  });
  it('may be a function that raises', async () => {
    await using setup = await withApi(
      (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>'),
    );
    const schema = (body: unknown): { id: number } => {
      if (typeof body !== 'object') throw new Error(`a ${typeof body} is no item`);
      return body as { id: number };
    };
    expect(await errorOf(setup.client.get('/items/1', { schema }))).toMatchObject({
      problem: 'the answer does not match its schema: a string is no item',
    });
  });
});

describe('a cache', () => {
  it('answers while it is fresh', async () => {
    await using setup = await withApi((_request, response, index) => sendJson(response, index), {
      cache: { freshForMs: 60_000 },
    });
    const answers = [
      await setup.client.get('/rates'),
      await setup.client.get('/rates'),
      await setup.client.get('/other'),
    ];
    expect(answers.map((answer) => answer.ok && [answer.from, answer.body])).toEqual([
      ['api', 0],
      ['cache', 0],
      ['api', 1],
    ]);
  });

  it('answers with what was answered before when the API fails; without that the next policy counts', async () => {
    const answer: ApiAnswerer = (_request, response, index) => sendJson(response, { index }, index === 0 ? 200 : 503);
    await using setup = await withApi(answer, { retry: false, fallback: ['use-cache', 'skip-row'] });
    await setup.client.get('/rates');
    const [stale, none] = [await setup.client.get('/rates'), await setup.client.get('/never-seen')];
    expect(stale).toMatchObject({ ok: true, from: 'cache', body: { index: 0 }, decision: { policy: 'use-cache' } });
    expect(none).toMatchObject({ ok: false, decision: { policy: 'skip-row', error: { errorClass: '5xx' } } });
  });

  it('keeps no more than it may, and what was used last', async () => {
    await using setup = await withApi((_request, response, index) => sendJson(response, index), {
      cache: { freshForMs: 60_000, entries: 2 },
    });
    for (const path of ['/a', '/b', '/a', '/c', '/a']) await setup.client.get(path);
    expect(setup.server.requests.map(({ path }) => path)).toEqual(['/v1/a', '/v1/b', '/v1/c']);
  });
});

describe('a bulkhead', () => {
  it('lets so many through at a time, so many wait, and refuses the rest', async () => {
    let open = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const answer: ApiAnswerer = (_request, response) => {
      most = Math.max(most, (open += 1));
      waiting.push(() => {
        open -= 1;
        sendJson(response, {});
      });
    };
    await using setup = await withApi(answer, { bulkhead: { concurrent: 2, queued: 3 }, fallback: 'skip-row' });
    const calls = Array.from({ length: 8 }, () => setup.client.get('/items'));
    const release = setInterval(() => waiting.shift()?.(), 5);
    const answers = await Promise.all(calls).finally(() => clearInterval(release));
    expect(most).toBe(2);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.decision.error.errorClass))).toEqual([
      ...Array.from({ length: 5 }, () => 'ok'),
      ...Array.from({ length: 3 }, () => 'bulkhead_full'),
    ]);
  });
});

describe('a hedge', () => {
  const firstHangs: ApiAnswerer = (_request, response, index) => {
    if (index > 0) sendJson(response, index);
  };
  it('is off unless asked for', async () => {
    await using setup = await withApi(firstHangs, { timeoutMs: 1_000, retry: false });
    expect(await errorOf(setup.client.get('/items'))).toMatchObject({ errorClass: 'timeout' });
    expect(setup.server.requests.length).toBeLessThanOrEqual(1);
  });
  it('takes the earlier answer', async () => {
    await using setup = await withApi(firstHangs, { hedgeAfterMs: 20, retry: false });
    expect(await setup.client.get('/items')).toMatchObject({ ok: true, body: 1 });
    expect(setup.server.requests).toHaveLength(2);
  });
  it('is not sent when the answer is quick', async () => {
    await using setup = await withApi((_request, response) => sendJson(response, {}), { hedgeAfterMs: 5_000 });
    await setup.client.get('/items');
    expect(setup.server.requests).toHaveLength(1);
  });
});

describe('an isolated API', () => {
  it('is not called until it is released', async () => {
    await using setup = await withApi((_request, response) => sendJson(response, {}), { fallback: 'load-unenriched' });
    const { client, server } = setup;
    {
      using _held = await client.isolate('maintenance');
      expect(client.breakerState).toBe('isolated');
      expect(await client.get('/items')).toMatchObject({ decision: { error: { errorClass: 'isolated' } } });
    }
    expect(await client.get('/items')).toMatchObject({ ok: true });
    expect(server.requests).toHaveLength(1);
  });
});
