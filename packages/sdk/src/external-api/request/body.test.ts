import { expect, it } from 'vitest';
import { errorOf, withApi } from '../../../testing/api-client.ts';
import type { ApiAnswerer } from '../../../testing/http-api.ts';

const answering =
  (type: string, body: string | Uint8Array, status = 200): ApiAnswerer =>
  (_request, response) =>
    void response.writeHead(status, type === '' ? {} : { 'content-type': type }).end(body);

it.each<[string, string, string | Uint8Array, unknown]>([
  ['JSON', 'application/json', '{"a":"ü"}', { a: 'ü' }],
  ['JSON of a kind, with a mark in front', 'application/problem+json; charset=utf-8', '\ufeff[1]', [1]],
  ['nothing', 'application/json', '', undefined],
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
