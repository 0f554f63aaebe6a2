import type { Target } from '../target/target.ts';

/** The part of tedious's `options` that is about TLS. */
export interface SqlServerTls {
  /** Also `'strict'` at run time, which tedious knows and its types do not. */
  readonly encrypt: boolean;
  readonly trustServerCertificate: boolean;
  readonly cryptoCredentialsDetails?: { readonly ca: string };
}

/** What tedious takes for encryption and as much of a certificate as the URL requires. `authority` is the text of its `authorityFile`. */
export const sqlServerTls = ({ tls, tlsFirst }: Target, authority: string | undefined): SqlServerTls => ({
  encrypt: (tlsFirst ? 'strict' : tls !== 'off') as boolean,
  trustServerCertificate: tls === 'encrypt',
  ...(authority === undefined ? {} : { cryptoCredentialsDetails: { ca: authority } }),
});
