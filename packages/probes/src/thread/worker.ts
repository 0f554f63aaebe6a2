import { parentPort, workerData } from 'node:worker_threads';
import { failureOf } from './failure.ts';
import { logIn } from '../connection/log-in.ts';
import { tellSteps, type Progress, type Task } from './progress.ts';
import { readSections } from '../sampling/read-sections.ts';

const { target, work } = workerData as Task;
const tell = (progress: Progress): void => parentPort?.postMessage(progress);
const steps = tellSteps(tell);

const ping = async (): Promise<void> => {
  const session = await logIn(target, steps, tell);
  steps.begin('round-trip');
  await session.roundTrip();
  steps.end();
  steps.begin('read');
  const { said, role } = await session.read();
  steps.end(said);
  tell({ kind: 'read', version: session.version, role });
  tell({ kind: 'done' });
  session.close();
};

const sample = async (): Promise<void> => {
  const session = await logIn(target, steps, tell);
  steps.begin('read');
  await readSections(target.system, session, tell);
  tell({ kind: 'done' });
  session.close();
};

(work === 'ping' ? ping() : sample()).catch((error: unknown) => tell({ kind: 'failed', failure: failureOf(error) }));
