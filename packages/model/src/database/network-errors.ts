import { lasting, passing, type DatabaseErrorTable } from './error-kind.ts';

const reset = passing('reset', 'The connection was cut: look at the server log, and at firewalls and proxies between.');
const unreachable = passing('unreachable', 'No way there: check network, VPN, routes and firewall.');
const timeout = passing('timeout', 'No answer in time: a firewall that drops packets, or a server too busy to answer.');
const untrusted = lasting(
  'certificate',
  'Nobody trusted signed the certificate: install the chain, or name its authority (sslrootcert).',
);

/** Error codes of Node and OpenSSL. */
export const networkErrors: DatabaseErrorTable = {
  ENOTFOUND: lasting('dns', 'The name does not resolve: check its spelling and your DNS server.'),
  EAI_AGAIN: passing('dns', 'The DNS server does not answer: check it, then try again.'),
  ECONNREFUSED: passing('refused', 'Check that the server is running, and that host and port are right.'),
  ECONNRESET: reset,
  EPIPE: reset,
  ESOCKET: reset,
  ECONNCLOSED: reset,
  ENOTOPEN: reset,
  EINVALIDSTATE: reset,
  PROTOCOL_CONNECTION_LOST: reset,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ETIMEDOUT: timeout,
  ETIMEOUT: timeout,
  CERT_HAS_EXPIRED: lasting('certificate', 'The certificate has expired: renew it on the server.'),
  CERT_NOT_YET_VALID: lasting('certificate', 'The certificate is not valid yet: check the clocks.'),
  ERR_TLS_CERT_ALTNAME_INVALID: lasting(
    'certificate',
    'The certificate is of another host: use the name it was issued for.',
  ),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  EAUTHORITYFILE: lasting('certificate', 'The file that sslrootcert names cannot be read: check its path and rights.'),
  EPROTO: lasting('certificate', 'No common TLS: the server speaks another version, or no TLS at all on this port.'),
  EENCRYPT: lasting(
    'not-encrypted',
    'What answers there does not agree on encryption: is this really the database? Then turn it on in the server, or set encrypt to what it does.',
  ),
  HANDSHAKE_NO_SSL_SUPPORT: lasting(
    'not-encrypted',
    'What answers there offers no encryption: is this really the database? Then turn it on; without it the password goes in clear.',
  ),
};
