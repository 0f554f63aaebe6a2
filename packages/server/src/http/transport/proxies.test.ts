import { expect, it } from 'vitest';
import { trustedAddresses } from './proxies.ts';

const isTrusted = trustedAddresses(['10.0.0.7', '192.168.0.0/16', 'fd00::/8']);

it.each(['10.0.0.7', '192.168.3.4', 'fd00::1', '127.0.0.1', '::1', '::ffff:10.0.0.7', '::ffff:127.0.0.1'])(
  '%s is answered without TLS',
  (address) => expect(isTrusted(address)).toBe(true),
);

it.each(['10.0.0.8', '193.168.0.1', 'fe80::1', '::ffff:10.0.0.8', undefined])('%s is not', (address) =>
  expect(isTrusted(address)).toBe(false),
);
