import type { HttpEvents } from '../events.ts';
import { trustedAddresses } from './proxies.ts';
import { readTls, reloadTls, type TlsFiles, type TlsPair, type TlsTaker } from './tls.ts';

/** How the ports are protected on the way. */
export interface Transport {
  readonly tls: TlsPair | undefined;
  readonly scheme: 'http' | 'https';
  /** Whether what comes from this address was not to be read on the way. */
  readonly isSafe: (address: string | undefined) => boolean;
  /** Gives the servers a renewed certificate. */
  readonly renewFor: (takers: readonly TlsTaker[], events: Pick<HttpEvents, 'onReloaded' | 'onError'>) => Disposable;
}

/** Raises ConfigError when the certificate cannot be used. */
export const openTransport = (files: TlsFiles | undefined, trustedProxies: readonly string[]): Transport => {
  if (files === undefined)
    return {
      tls: undefined,
      scheme: 'http',
      isSafe: trustedAddresses(trustedProxies),
      renewFor: () => ({ [Symbol.dispose]: () => {} }),
    };
  return {
    tls: readTls(files),
    scheme: 'https',
    isSafe: () => true,
    renewFor: (takers, events) => reloadTls(files, { takers, ...events }),
  };
};
