import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import type { Target } from '../target/target.ts';

/** What pg takes as `ssl`: encryption and as much of a certificate as the URL requires. `authority` is the text of its `authorityFile`. */
export const postgresqlTls = ({ tls, host }: Target, authority: string | undefined): ConnectionOptions | false => {
  if (tls === 'off') return false;
  return {
    rejectUnauthorized: tls !== 'encrypt',
    checkServerIdentity: (_host, certificate) =>
      tls === 'verify-host' ? checkServerIdentity(host, certificate) : undefined,
    ...(authority === undefined ? {} : { ca: authority }),
  };
};
