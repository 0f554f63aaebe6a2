import { describe, expect, it } from 'vitest';
import { errorOf, withApi } from '../../../testing/api-client.ts';
import { sendJson, type ApiAnswerer } from '../../../testing/http-api.ts';

const answering =
  (type: string, body: string | Uint8Array, status = 200): ApiAnswerer =>
  (_request, response) =>
    void response.writeHead(status, type === '' ? {} : { 'content-type': type }).end(body);

it.each<[string, string, string | Uint8Array, unknown]>([
  ['JSON', 'application/json', '{"a":"ü"}', { a: 'ü' }],
  ['JSON of a kind, with a mark in front', 'application/problem+json; charset=utf-8', '\ufeff[1]', [1]],
  ['nothing', 'text/plain', '', undefined],
  ['text', 'text/plain', '{"a":1}', '{"a":1}'],
  ['text that is not UTF-8', 'text/csv; charset="iso-8859-1"', new Uint8Array([0x4d, 0xfc]), 'Mü'],
  ['text of an alphabet nobody knows', 'text/csv; charset=klingon', 'ü', 'ü'],
  ['what does not say what it is', '', 'ü', 'ü'],
])('an answer is %s', async (_name, type, sent, body) => {
  await using setup = await withApi(answering(type, sent));
  expect(await setup.client.get('/items')).toMatchObject({ ok: true, body });
});

it('an answer that calls itself JSON and is none is a failure, also without a schema, and is not repeated', async () => {
  await using setup = await withApi(answering('application/json', '{"a": '));
  expect(await errorOf(setup.client.get('/items'))).toMatchObject({
    errorClass: 'schema',
    problem: 'the answer calls itself JSON and is none; it ends after 6 bytes',
  });
  expect(setup.server.requests).toHaveLength(1);
});

it('a body longer than may be is read no further, and a failure that is not repeated', async () => {
  let isOver = false;
  await using setup = await withApi(
    (_request, response) => {
      response.writeHead(200).on('close', () => (isOver = true));
      const more = () =>
        void (response.write(Buffer.alloc(10_000, ' ')) ? setImmediate(more) : response.once('drain', more));
      more();
    },
    { mostBodyBytes: 100_000 },
  );
  expect(await errorOf(setup.client.get('/items'))).toMatchObject({
    errorClass: 'schema',
    problem: 'the answer is longer than 100 kB; policy.mostBodyBytes is the limit',
  });
  await expect.poll(() => isOver).toBe(true);
  expect(setup.server.requests).toHaveLength(1);
});

it('what comes with a status that is accepted beside 2xx may be anything', async () => {
  await using setup = await withApi(answering('application/json', 'gone', 404));
  expect(await setup.client.get('/items', { accept: [404] })).toMatchObject({ ok: true, body: 'gone' });
});

it('a body that is cut is a failure with such a status too, and a status of success that is listed is checked as ever', async () => {
  await using long = await withApi(answering('text/plain', ' '.repeat(2_000), 404), { mostBodyBytes: 1_000 });
  expect(await errorOf(long.client.get('/items', { accept: [404] }))).toMatchObject({ errorClass: 'schema' });
  await using broken = await withApi(answering('application/json', '{"a": '));
  expect(await errorOf(broken.client.get('/items', { accept: [200, 404] }))).toMatchObject({ errorClass: 'schema' });
});

describe('no data', () => {
  it.each<[string, number, string, string]>([
    ['an empty body that calls itself JSON', 200, 'schema', 'the answer calls itself JSON and is empty'],
    ['304', 304, '3xx', 'HTTP 304'],
    ['300', 300, '3xx', 'HTTP 300'],
    ['302 that leads nowhere', 302, '3xx', 'HTTP 302'],
  ])(
    'is %s: the call failed, is not repeated, and an answer of before is kept',
    async (_name, status, errorClass, problem) => {
      const answer: ApiAnswerer = (_request, response, index) =>
        index === 0
          ? sendJson(response, { a: 1 })
          : answering('application/json', '', status)(_request, response, index);
      await using setup = await withApi(answer, { fallback: 'use-cache' });
      await setup.client.get('/items');
      for (let calls = 0; calls < 2; calls += 1) {
        const stale = await setup.client.get('/items');
        expect(stale).toMatchObject({ from: 'cache', body: { a: 1 }, decision: { error: { errorClass, problem } } });
      }
      expect(setup.server.requests).toHaveLength(3);
    },
  );

  it.each<[string, 'get' | 'post' | 'delete', number]>([
    ['where there is none', 'get', 204],
    ['where something was changed', 'post', 200],
    ['where something was deleted', 'delete', 202],
  ])('is an answer %s', async (_name, method, status) => {
    await using setup = await withApi(answering('application/json', '', status));
    expect(await setup.client[method]('/items')).toMatchObject({ ok: true, status, body: undefined });
  });

  it('is an answer where its status is accepted', async () => {
    await using setup = await withApi(answering('', '', 304));
    expect(await setup.client.get('/items', { accept: [304] })).toMatchObject({ ok: true, status: 304 });
  });
});

describe('what a schema complains of is told without the values of the body', () => {
  it.each<[string, unknown, string, string]>([
    ['a text', { name: 'Ann Lee' }, 'name: received "Ann Lee"', 'name: received "***"'],
    ['a number', { id: 4711 }, 'id must be below 10 (was 4711)', 'id must be below 10 (was ***)'],
    ['a short value', { land: 'DE' }, 'DE is no DEPARTMENT', '*** is no DEPARTMENT'],
    ['several, deep', { a: [{ b: 'x y', c: 12 }] }, 'x y and 12', '*** and ***'],
    ['all of it', { iban: 'DE02', n: 7 }, 'no {"iban":"DE02","n":7}', 'no {"iban":"***","n":***}'],
    ['one with quotes', { t: 'a"b' }, String.raw`not "a\"b"`, 'not "***"'],
    ['a key that is data', { 'ann@a.test': 1 }, 'unknown key ann@a.test', 'unknown key ***'],
  ])('%s', async (_name, body, message, problem) => {
    await using setup = await withApi((_request, response) => sendJson(response, body));
    const schema = (): never => {
      throw new Error(message);
    };
    const error = await errorOf(setup.client.get('/items', { schema }));
    expect(error.problem).toBe(`the answer does not match its schema: ${problem}`);
  });
});
