import { expect, it } from 'vitest';
import { startHttpApi } from '../../testing/http-api.ts';
import { problemOf } from './problem-of.ts';

it.each<[string, unknown, string]>([
  [
    'the cause says more',
    new TypeError('fetch failed', { cause: new Error('other side closed') }),
    'other side closed',
  ],
  ['a code is better than nothing', Object.assign(new Error(''), { code: 'EHOSTDOWN' }), 'EHOSTDOWN'],
  ['one line is enough', new Error('a\nb\t c\n'), 'a b c'],
  ['anything may be thrown', 'no', 'no'],
])('%s', (_name, thrown, expected) => {
  expect(problemOf(thrown)).toBe(expected);
});

it('a server that speaks no TLS is told without the source code of OpenSSL', async () => {
  await using server = await startHttpApi((_request, response) => void response.end());
  const thrown: unknown = await fetch(server.url.replace('http:', 'https:')).catch((error: unknown) => error);
  expect(problemOf(thrown)).toBe('no TLS: wrong version number');
});
