import { createServer, type AddressInfo, type Server } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { errorClassOf, statusClassOf, type CallError } from '@sightglass/model';

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

const failureOf = async (url: string, init?: RequestInit): Promise<CallError> =>
  fetch(url, init).then(
    () => expect.unreachable('the request was answered'),
    (error: unknown) => errorClassOf(error),
  );

it('real failures of fetch have their class', async () => {
  const resetting = createServer((socket) => socket.resetAndDestroy());
  const silent = createServer(() => undefined);
  const [resettingPort, silentPort] = [await listening(resetting), await listening(silent)];
  const closed = createServer();
  const closedPort = await listening(closed);
  await new Promise((resolve) => closed.close(resolve));
  expect(await failureOf(`http://127.0.0.1:${resettingPort}/`)).toBe('reset');
  expect(await failureOf(`http://127.0.0.1:${closedPort}/`)).toBe('refused');
  expect(await failureOf('http://no-such-host.invalid/')).toBe('dns');
  expect(await failureOf(`https://127.0.0.1:${resettingPort}/`)).toBe('reset');
  expect(await failureOf(`http://127.0.0.1:${silentPort}/`, { signal: AbortSignal.timeout(20) })).toBe('timeout');
  expect(await failureOf(`http://127.0.0.1:${silentPort}/`, { signal: AbortSignal.abort() })).toBe('aborted');
  resetting.close();
  silent.close();
});

it.each<[object, CallError]>([
  [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'tls'],
  [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'tls'],
  [{ code: 'CERT_HAS_EXPIRED' }, 'tls'],
  [{ cause: { cause: { code: 'EAI_AGAIN' } } }, 'dns'],
  [{ name: 'AggregateError', errors: [{ code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }] }, 'refused'],
  [{ code: 'UND_ERR_HEADERS_TIMEOUT' }, 'timeout'],
  [{ code: 'ECONNABORTED' }, 'timeout'],
  [{ message: 'fetch failed' }, 'network'],
])('%j is %s', (error, expected) => {
  expect(errorClassOf(error)).toBe(expected);
});

it('anything that is thrown has a class', () => {
  fc.assert(fc.property(fc.anything(), (thrown) => typeof errorClassOf(thrown) === 'string'));
});

it.each([
  [200, undefined],
  [304, undefined],
  [404, '4xx'],
  [429, '429'],
  [500, '5xx'],
  [599, '5xx'],
] as const)('status %i is %s', (status, expected) => {
  expect(statusClassOf(status)).toBe(expected);
});
