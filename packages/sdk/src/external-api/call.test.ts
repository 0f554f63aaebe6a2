import { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { errorOf, withApi } from '../../testing/api-client.ts';
import { sendJson, type ApiAnswerer } from '../../testing/http-api.ts';
import { api } from './api.ts';
import { ApiDefinitionError } from './api-error.ts';

const echo: ApiAnswerer = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () =>
    sendJson(response, { type: request.headers['content-type'], body: Buffer.concat(chunks).toString() }),
  );
};
const stream = () => new Response('text').body;
function* generated() {
  yield 1;
}
async function* generatedLater() {
  yield 1;
}

describe('a mistake in a call is told to the program, and is no failure of the API', () => {
  it.each<[string, object, string]>([
    [
      'an unknown option',
      { timeoutMs: 5 },
      'stock: GET /items has no option timeoutMs; there are params, query, headers',
    ],
    ['a misspelt option', { param: { id: 1 } }, 'stock: GET /items has no option param; did you mean params?'],
    [
      'a status beside a list',
      { accept: 404 },
      'stock: GET /items: accept is 404; give a list of statuses such as [404]',
    ],
    ['an unknown policy', { fallback: 'ignore' }, 'stock: GET /items: fallback is "ignore"; give fail, skip-row'],
    ['an unknown policy of several', { fallback: ['use-cache', 'x'] }, 'stock: GET /items: fallback is "x"; give fail'],
    ['a body of a GET', { body: { a: 1 } }, 'stock: GET /items: a GET has no body; give query, or call post'],
    ['a signal that is none', { signal: 'now' }, 'stock: GET /items: signal is "now"; give an AbortSignal'],
    ['a name no header has', { headers: { 'x y': '1' } }, 'stock: GET /items: the header x y cannot be sent'],
    ['a value no header has', { headers: { x: 'secret\n' } }, 'stock: GET /items: the header x cannot be sent'],
  ])('%s', async (_name, options, message) => {
    await using setup = await withApi((_request, response) => sendJson(response, {}));
    const error = await errorOf(setup.client.get('/items', options as never));
    expect([error.name, error.message]).toEqual(['TypeError', expect.stringContaining(message)]);
    expect(error.message).not.toContain('secret');
    expect(setup.server.requests).toEqual([]);
  });

  it.each<[unknown, string]>([
    [
      'http://elsewhere.test/items',
      'the path "http://elsewhere.test/items" is an address of its own; give what is below http://',
    ],
    [42, 'the path is 42; give text such as /items/{id}'],
  ])('the path %j', async (path, message) => {
    await using setup = await withApi((_request, response) => sendJson(response, {}));
    const error = await errorOf(setup.client.get(path as never));
    expect([error.name, error.message]).toEqual(['TypeError', expect.stringContaining(message)]);
  });

  it('a port fetch sends nothing to, which is no failure of the network', async () => {
    const client = api('stock', { baseUrl: 'http://127.0.0.1:6667', policy: { breaker: { failuresInARow: 1 } } });
    const error = await errorOf(client.get('/items'));
    expect([error.name, error.message]).toEqual([
      'TypeError',
      'stock: fetch sends nothing to port 6667, which belongs to another protocol',
    ]);
    expect(client.breakerState).toBe('closed');
  });

  it('a header of the declaration that cannot be sent is refused there', () => {
    const declare = () => api('a', { baseUrl: 'http://a.test', headers: { authorization: 'Bearer secret\n' } });
    expect(declare).toThrow(ApiDefinitionError);
    expect(declare).toThrow('api "a": headers.authorization cannot be sent: a header holds no line breaks');
    expect(declare).not.toThrow('secret');
  });
});

describe('a body', () => {
  it.each<[string, unknown, Record<string, string>, string, string]>([
    ['plain data', { a: 1 }, {}, 'application/json', '{"a":1}'],
    ['text', 'a', {}, 'application/json', '"a"'],
    ['nothing', null, {}, 'application/json', 'null'],
    ['text of a type of its own', 'a,b', { 'Content-Type': 'text/csv' }, 'text/csv', 'a,b'],
    ['JSON as text', '{"a":1}', { 'content-type': 'application/json' }, 'application/json', '"{\\"a\\":1}"'],
    ['a date', new Date(0), {}, 'application/json', '"1970-01-01T00:00:00.000Z"'],
    [
      'an object of a class',
      new (class Item {
        id = 1;
      })(),
      {},
      'application/json',
      '{"id":1}',
    ],
    ['nothing within', { a: {}, b: [], c: Object.create(null) }, {}, 'application/json', '{"a":{},"b":[],"c":{}}'],
    ['data of another realm', runInNewContext('({ a: {} })'), {}, 'application/json', '{"a":{}}'],
    ['bytes', Buffer.from('abc'), {}, 'application/octet-stream', 'abc'],
    ['bytes with a type', new Uint8Array([97]), { 'content-type': 'image/png' }, 'image/png', 'a'],
    ['a form', new URLSearchParams({ a: 'b c' }), {}, 'application/x-www-form-urlencoded', 'a=b+c'],
  ])('of %s is sent as what it is', async (_name, body, headers, type, sent) => {
    await using setup = await withApi(echo);
    const answer = await setup.client.post('/items', { body, headers });
    expect(answer.body).toEqual({ type, body: sent });
  });

  it.each<[string, unknown, string]>([
    [
      'a stream',
      stream(),
      'body is a ReadableStream, which cannot be sent again when a call is repeated; give plain data',
    ],
    ['a form with files', new FormData(), 'body is a FormData, which'],
    ['a file', new Blob(['a']), 'body is a Blob, which'],
    ['a map', new Map([['a', 1]]), 'body is a Map, which'],
    ['a function', () => 1, 'body is a Function, which'],
    ['a set', new Set([1]), 'body is a Set, which'],
    ['a generator', generated(), 'body is a Generator, which cannot be sent again when a call is repeated'],
    ['a generator that waits', generatedLater(), 'body is a AsyncGenerator, which cannot be sent again'],
    ['a stream of Node', Readable.from(['a']), 'body is a Readable, which cannot be sent again'],
    ['a promise', Promise.resolve({ a: 1 }), 'body is a Promise, which'],
    ['an answer', new Response('a'), 'body is a Response, which'],
    ['headers', new Headers({ a: 'b' }), 'body is a Headers, which'],
    ['a view', new DataView(new ArrayBuffer(2)), 'body is a DataView, which'],
    ['numbers as bytes', new Float64Array([1, 2]), 'body is a Float64Array, which'],
    ['bytes without a view', new ArrayBuffer(2), 'body is a ArrayBuffer, which'],
    ['an error', new Error('no'), 'body is a Error, which'],
    ['a pattern', /a/u, 'body is a RegExp, which'],
    ['a weak map', new WeakMap(), 'body is a WeakMap, which'],
    [
      'an object that keeps what it has',
      new (class Hidden {
        #a = 1;
        get a() {
          return this.#a;
        }
      })(),
      'body is a Hidden, which',
    ],
    ['data with a map in it', { rows: [{ tags: new Map() }] }, 'body: "tags" is a Map, which'],
    ['data with a promise in it', { id: Promise.resolve(1) }, 'body: "id" is a Promise, which'],
    ['a symbol', Symbol('a'), 'body is a Symbol, which'],
    ['no number', Number.NaN, 'body is a number that is NaN, which'],
    ['data with a number without end', { price: -Infinity }, 'body: "price" is a number that is -Infinity, which'],
    ['data with no date', { at: new Date(Number.NaN) }, 'body: "at" is a Date that is no time, which'],
    ['data with a function in it', { rows: [{ call: () => 1 }] }, 'body: "call" is a Function, which'],
    ['data with a symbol in it', [Symbol('a')], 'body: "0" is a Symbol, which'],
    ['what says it is nothing', { toJSON: () => undefined }, 'body is a Object, which'],
    ['what JSON cannot say', { n: 1n }, 'body cannot be sent as JSON: Do not know how to serialize a BigInt'],
  ])('that is %s is refused', async (_name, body, message) => {
    await using setup = await withApi(echo);
    const error = await errorOf(setup.client.post('/items', { body }));
    expect([error.name, error.message]).toEqual([
      'TypeError',
      expect.stringContaining(`stock: POST /items: ${message}`),
    ]);
    expect(setup.server.requests).toEqual([]);
  });
});
