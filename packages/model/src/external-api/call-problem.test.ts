import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { problemOf } from './call-problem.ts';

it.each<[string, unknown, string]>([
  [
    'the cause says more',
    new TypeError('fetch failed', { cause: new Error('other side closed') }),
    'other side closed',
  ],
  ['a code is better than nothing', Object.assign(new Error(''), { code: 'EHOSTDOWN' }), 'EHOSTDOWN'],
  [
    'what Node calls aborted was cut',
    Object.assign(new Error('aborted'), { code: 'ECONNRESET' }),
    'the connection was cut in the middle of the answer',
  ],
  ['one line is enough', new Error('a\nb\t c\n'), 'a b c'],
  ['anything may be thrown', 'no', 'no'],
])('%s', (_name, thrown, expected) => {
  expect(problemOf(thrown)).toBe(expected);
});

it('a server that speaks no TLS is told without the source code of OpenSSL', async () => {
  const server = createServer((_request, response) => void response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const thrown: unknown = await fetch(url).catch((error: unknown) => error);
  server.close();
  expect(problemOf(thrown)).toBe('no TLS: wrong version number');
});
