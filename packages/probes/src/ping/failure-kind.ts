import { databaseErrorKind, databaseMessageKind, type DatabaseErrorKind, type DatabaseSystem } from '@sightglass/model';
import type { PingStepName } from '@sightglass/model/rest';
import type { Failure } from '../thread/progress.ts';

const timeoutAdvice: Readonly<Record<PingStepName, string>> = {
  dns: 'The DNS server does not answer: check it and the search domains.',
  tcp: 'Packets go unanswered: a firewall drops them, or the host is down.',
  tls: 'The port is open and the handshake hangs: is this really the database, and is it alive?',
  login:
    'The connection is there and the login does not end: is this really the database? Then look at its load, its log and what it authenticates against.',
  'round-trip': 'Logged in, and then no answer: look at the load of the server and at what lies between.',
  read: 'The server answers and reads nothing: look at locks and at its disks.',
};

export const malformedReply: DatabaseErrorKind = {
  class: 'malformed-reply',
  retryable: false,
  advice: 'What answers there does not speak the protocol of this database: check host, port and what lies between.',
};

/** Node's own codes: the driver read beyond the end of a reply, or what it took from it was no value. */
const isOfReading = /^ERR_(?!SSL_|OSSL_|TLS_)/;

/** What a failed step means, and what to do next. */
export const failureKind = (
  system: DatabaseSystem,
  step: PingStepName,
  { code, message }: Failure,
): DatabaseErrorKind => {
  const found = databaseMessageKind(message);
  const known = code === null ? undefined : databaseErrorKind(system, code, message);
  if (known?.class === 'timeout') return { ...known, advice: timeoutAdvice[step] };
  if (found?.class === 'encryption-required') return found;
  if (known !== undefined && known.class !== 'other') return known;
  if (code !== null && isOfReading.test(code)) return malformedReply;
  return found ?? known ?? malformedReply;
};
