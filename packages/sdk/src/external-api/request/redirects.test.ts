import { expect, it } from 'vitest';
import { errorOf } from '../../../testing/api-client.ts';
import { sendJson, startHttpApi, type ApiAnswerer } from '../../../testing/http-api.ts';
import { api } from '../api.ts';

const secrets = { 'x-api-key': 'k1', authorization: 'Bearer t1', 'x-tenant': 't1', cookie: 'a=b' };
const to =
  (location: string, status = 302): ApiAnswerer =>
  (_request, response) =>
    void response.writeHead(status, { location }).end('moved');
const clientOf = (baseUrl: string) => api('stock', { baseUrl, headers: secrets, policy: { retry: false } });

it.each([301, 302, 303, 307, 308])('%i: headers of the program stay with its host, a GET goes on', async (status) => {
  await using other = await startHttpApi((_request, response) => sendJson(response, { from: 'other' }));
  await using server = await startHttpApi(to(`${other.url}/items`, status));
  expect(await clientOf(server.url).get('/items', { headers: { 'x-more': 'm1' } })).toMatchObject({
    ok: true,
    body: { from: 'other' },
  });
  expect(server.requests[0]?.headers).toMatchObject(secrets);
  const sent = Object.keys(other.requests[0]?.headers ?? {});
  for (const name of [...Object.keys(secrets), 'x-more', 'traceparent', 'baggage']) expect(sent).not.toContain(name);
  expect(other.requests[0]?.headers['accept']).toBe('application/json');
});

it('they do not come back either, once another host has led on', async () => {
  await using server = await startHttpApi((request, response, index) =>
    index === 0 ? to(`${other.url}/there`)(request, response, index) : sendJson(response, {}),
  );
  await using other = await startHttpApi((request, response, index) =>
    to(`${server.url}/back`)(request, response, index),
  );
  await clientOf(server.url).get('/items');
  expect(server.requests.map(({ path, headers }) => [path, headers['x-api-key']])).toEqual([
    ['/items', 'k1'],
    ['/back', undefined],
  ]);
});

it('on the same host they go along', async () => {
  await using server = await startHttpApi((request, response, index) =>
    index === 0 ? to('/v2/items')(request, response, index) : sendJson(response, {}),
  );
  await clientOf(server.url).get('/items');
  expect(server.requests[1]).toMatchObject({ path: '/v2/items', headers: secrets });
});

it.each<['post' | 'put' | 'patch' | 'delete', number]>([
  ['post', 301],
  ['post', 302],
  ['post', 303],
  ['put', 303],
  ['patch', 303],
  ['delete', 303],
])('a %s that would become a GET by %i has failed', async (method, status) => {
  await using server = await startHttpApi((request, response, index) =>
    index === 0 ? to('/v2/items?token=t', status)(request, response, index) : sendJson(response, {}),
  );
  const error = await errorOf(clientOf(server.url)[method]('/items', { body: { a: 1 } }));
  expect(error).toMatchObject({ errorClass: '3xx', status });
  expect(error.problem).toBe(
    `HTTP ${status}: it leads to ${server.url}, and a ${method.toUpperCase()} is not repeated there as a GET; give the address it leads to as baseUrl or path`,
  );
  expect(server.requests).toHaveLength(1);
});

it.each([307, 308])('a POST goes on with its body by %i', async (status) => {
  let body = '';
  await using server = await startHttpApi((request, response, index) => {
    if (index === 0) return to('/v2/items', status)(request, response, index);
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => sendJson(response, {}));
  });
  expect(await clientOf(server.url).post('/items', { body: { a: 1 } })).toMatchObject({ ok: true });
  expect([server.requests[1]?.method, body]).toEqual(['POST', '{"a":1}']);
});

it.each<[string, string]>([
  ['javascript:alert(1)', 'HTTP 302: it leads to an address that is neither http nor https'],
  ['http://ann:pw@127.0.0.1:1/', 'HTTP 302: it leads to an address with credentials'],
  ['/again', 'HTTP 302: redirected more than 10 times'],
])('one that leads to %s has failed', async (location, problem) => {
  await using server = await startHttpApi(to(location));
  expect(await errorOf(clientOf(server.url).get('/items'))).toMatchObject({ errorClass: '3xx', problem });
});

it('one whose status is accepted is the answer', async () => {
  await using server = await startHttpApi(to('/elsewhere'));
  expect(await clientOf(server.url).get('/items', { accept: [302] })).toMatchObject({ ok: true, status: 302 });
});
