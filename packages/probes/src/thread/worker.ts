import { parentPort, workerData } from 'node:worker_threads';
import { failureOf } from './failure.ts';
import { logIn } from '../connection/log-in.ts';
import { reportSteps, type Progress, type Task } from './progress.ts';

const { target, work } = workerData as Task;
const report = (progress: Progress): void => parentPort?.postMessage(progress);
const steps = reportSteps(report);

const ping = async (): Promise<void> => {
  const session = await logIn(target, steps, report);
  steps.begin('round-trip');
  await session.roundTrip();
  steps.end();
  steps.begin('read');
  const { detail, role } = await session.read();
  steps.end(detail);
  report({ kind: 'read', version: session.version, role });
  report({ kind: 'done' });
  session.close();
};

/** A ping, which is done every few seconds, does without the modules of this. */
const sample = async (): Promise<void> => {
  const { readSections } = await import('../sampling/read-sections.ts');
  const session = await logIn(target, steps, report);
  steps.begin('read');
  await readSections(target.system, session, report);
  report({ kind: 'done' });
  session.close();
};

(work === 'ping' ? ping() : sample()).catch((error: unknown) => report({ kind: 'failed', failure: failureOf(error) }));
