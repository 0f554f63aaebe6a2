import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { AddressDeniedError, checkedLookup, isDenied, refuseDenied } from './denied-addresses.ts';
import { probe } from './loop-probe.ts';

it.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://[::ffff:169.254.169.254]/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://100.100.100.200/',
])('%s is not asked', (url) => expect(() => refuseDenied(url)).toThrow(AddressDeniedError));

it.each(['10.0.0.1', '192.168.1.1', '127.0.0.1', '::1', 'fd12::1', '8.8.8.8'])('%s is', (address) =>
  expect(isDenied(address)).toBe(false),
);

it('a name is looked up once, for the connection itself', async () => {
  const found = await new Promise((resolve) =>
    checkedLookup('localhost', { all: true }, (error, addresses) => resolve(error ?? addresses)),
  );
  expect(found).toContainEqual(
    expect.objectContaining({ address: expect.stringMatching(/^(?:127\.0\.0\.1|::1)$/u) as string }),
  );
});

it('a probe of such an address fails in words, and none follows a redirect', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(302, { location: 'http://169.254.169.254/secret' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (server.address() as AddressInfo).port;
  const api = { url: '', headers: {}, timeoutMs: 5_000, expect: {} } as unknown as Parameters<typeof probe>[0];
  const of = (url: string) =>
    probe({ ...api, url }, new AbortController().signal).catch((error: unknown) => ({ problem: String(error) }));
  expect((await of('http://169.254.169.254/')).problem).toContain('metadata service');
  await of(`http://localhost:${port}/start`);
  expect(asked).toEqual(['/start']);
  server.close();
});
