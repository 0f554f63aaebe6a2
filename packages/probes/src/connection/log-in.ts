import { readFile } from 'node:fs/promises';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateFacts } from '@sightglass/model/rest';
import { clockMs } from '../thread/clock.ts';
import type { OpenSession, Session } from '../engines/engine.ts';
import type { Progress, Steps } from '../thread/progress.ts';
import { reach } from './reach.ts';
import { startResolver, type Resolve } from './resolve.ts';
import { isSocket, type Target } from '../target/target.ts';
import { failureOf } from '../thread/failure.ts';

/** Only the driver that is needed is loaded. */
const engineOf = async ({ system }: Target): Promise<OpenSession> => {
  if (system === 'postgresql') return (await import('../engines/postgresql.ts')).openPostgresql;
  if (system === 'mysql') return (await import('../engines/mysql.ts')).openMysql;
  return (await import('../engines/sql-server.ts')).openSqlServer;
};

class NotEncryptedError extends Error {
  readonly code = 'EENCRYPT';
}

class AuthorityFileError extends Error {
  readonly code = 'EAUTHORITYFILE';
}

const readAuthority = (file: string, steps: Steps): Promise<string> => {
  steps.begin('tls');
  return readFile(file, 'utf8').catch(({ message }: Error) => {
    throw new AuthorityFileError(message);
  });
};

/** Reaches the database and logs in, by TLS if the URL requires it and not otherwise. */
export const logIn = async (target: Target, steps: Steps, report: (progress: Progress) => void): Promise<Session> => {
  const { authorityFile } = target;
  const open = await engineOf(target);
  const authority = authorityFile === undefined ? undefined : await readAuthority(authorityFile, steps);
  const resolve = isSocket(target.host) ? noAddresses : await startResolver(target.host);
  report({ kind: 'ready', atMs: clockMs() });
  const parts = { open, authority, resolve, steps, report };
  try {
    return await openSession(target, parts);
  } catch (error) {
    if (target.mayBePlain !== true || !offersNoTls(error)) throw error;
    return openSession({ ...target, tls: 'off' }, { ...parts, resolve: () => Promise.resolve([]) });
  }
};

const noAddresses: Resolve = () => Promise.resolve([]);

/** In the words of pg, and by the code of mysql2. */
const offersNoTls = (error: unknown): boolean => {
  const { code, message } = failureOf(error);
  return code === 'HANDSHAKE_NO_SSL_SUPPORT' || /does not support (?:SSL|secure)/i.test(message);
};

interface Parts {
  readonly open: OpenSession;
  readonly authority: string | undefined;
  readonly resolve: Resolve;
  readonly steps: Steps;
  readonly report: (progress: Progress) => void;
}

const openSession = async (target: Target, { open, authority, resolve, steps, report }: Parts): Promise<Session> => {
  const { tls, user } = target;
  const socket = await reach(target, resolve, steps, report);
  let isSecured = false;
  if (tls === 'off') steps.skip('tls', 'not asked for');
  steps.begin(tls === 'off' ? 'login' : 'tls');
  const session = await open({
    target,
    socket,
    authority,
    onSecured: (secured) => {
      isSecured = true;
      steps.end(secured === null ? undefined : `${secured.getProtocol() ?? ''} ${secured.getCipher().name}`);
      report({ kind: 'secured', certificate: secured === null ? null : certificateOf(secured, Date.now()) });
      steps.begin('login');
    },
  });
  if (tls !== 'off' && !isSecured) {
    throw new NotEncryptedError('The session is not encrypted although that was required');
  }
  steps.end(user);
  return session;
};

const dayMs = 86_400_000;

/** Null when the server showed none. */
const certificateOf = (socket: TLSSocket, nowMs: number): CertificateFacts | null => {
  const shown: Partial<PeerCertificate> | null = socket.getPeerCertificate();
  const untilMs = Date.parse(shown?.valid_to ?? '');
  if (Number.isNaN(untilMs)) return null;
  return {
    subject: nameOf(shown?.subject),
    issuer: nameOf(shown?.issuer),
    validUntil: new Date(untilMs).toISOString(),
    daysLeft: Math.floor((untilMs - nowMs) / dayMs),
  };
};

const nameOf = (name: PeerCertificate['subject'] | undefined): string => [name?.CN ?? name?.O ?? ''].flat().join(', ');
