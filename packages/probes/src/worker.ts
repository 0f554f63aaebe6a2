import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { certificateOf } from './certificate.ts';
import type { OpenSession } from './engines/engine.ts';
import { failureOf } from './failure.ts';
import { tellSteps, type Progress } from './progress.ts';
import { reach } from './reach.ts';
import type { Target } from './target.ts';

const target = workerData as Target;
const tell = (progress: Progress): void => parentPort?.postMessage(progress);
const steps = tellSteps(tell);

/** Only the driver that is needed is loaded. */
const engineOf = async (): Promise<OpenSession> => {
  if (target.system === 'postgresql') return (await import('./engines/postgresql.ts')).openPostgresql;
  if (target.system === 'mysql') return (await import('./engines/mysql.ts')).openMysql;
  return (await import('./engines/sql-server.ts')).openSqlServer;
};

class NotEncryptedError extends Error {
  readonly code = 'EENCRYPT';
}

const ask = async (): Promise<void> => {
  const { authorityFile, tls } = target;
  const open = await engineOf();
  const authority = authorityFile === undefined ? undefined : await readFile(authorityFile, 'utf8');
  tell({ kind: 'ready' });

  const socket = await reach(target, steps);
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
      tell({ kind: 'secured', certificate: secured === null ? null : certificateOf(secured, Date.now()) });
      steps.begin('login');
    },
  });
  if (tls !== 'off' && !isSecured)
    throw new NotEncryptedError('The session is not encrypted although that was asked for');
  steps.end(target.user);
  steps.begin('round-trip');
  await session.roundTrip();
  steps.end();
  steps.begin('read');
  steps.end(await session.read());
  tell({ kind: 'version', version: session.version });
  tell({ kind: 'done' });
  session.close();
};

ask().catch((error: unknown) => tell({ kind: 'failed', failure: failureOf(error) }));
