import { BlockList, isIPv6 } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Somebody who reached a port without TLS past the proxy. */
export class ProxyBypassedError extends Error {
  readonly code = 'PROXY_BYPASSED';
  readonly statusCode = 403;
  constructor() {
    super(
      'This port has no TLS: it answers the reverse proxies named in trustedProxies, and this machine. Use the address of the proxy.',
    );
  }
}

/** Whether a connection from this address is from a trusted proxy or from this machine. `proxies`: addresses and CIDR blocks. */
export const trustedAddresses = (proxies: readonly string[]): ((address: string | undefined) => boolean) => {
  const list = new BlockList();
  for (const proxy of ['127.0.0.0/8', '::1', ...proxies]) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => address !== undefined && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
};

/** Passwords and tokens do not cross a network in the clear: without TLS only proxies and this machine are answered. */
export const refusePlainSenders = (app: FastifyInstance, proxies: readonly string[]): void => {
  const isTrusted = trustedAddresses(proxies);
  app.addHook('onRequest', async ({ socket }) => {
    if (!isTrusted(socket.remoteAddress)) throw new ProxyBypassedError();
  });
};
