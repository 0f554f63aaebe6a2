import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileBeside } from '../../file-beside.ts';
import { stepMs } from './limits.ts';
import type { SqlAnswer, SqlJob, SqlMessage } from './messages.ts';
import { SqlError } from './sql-error.ts';

const program = fileBeside(import.meta.url, 'run-sql', 'engine-process');

/** Runs the queries in a process of their own, which is ended in the end. Raises SqlError, and the reason of the signal. */
export const runSql = async (job: Omit<SqlJob, 'folder'>, signal?: AbortSignal): Promise<readonly SqlAnswer[]> => {
  if (program === undefined || !existsSync(fileURLToPath(program)))
    throw new SqlError(
      'SQL expectations need the files of @sightglass/sdk as they are published; keep the package out of the bundle (external)',
    );
  signal?.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), 'sightglass-sql-'));
  const child = fork(program, {
    cwd: folder,
    env: {},
    execArgv: process.execArgv.filter((flag) => flag.startsWith('--conditions=')),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
  try {
    child.send({ ...job, folder: join(folder, 'engine') } satisfies SqlJob);
    return await answersOf(child, signal);
  } finally {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
};

/** What does not report for longer than its step may take is stuck. */
const answersOf = (child: ChildProcess, signal: AbortSignal | undefined): Promise<readonly SqlAnswer[]> =>
  new Promise((resolve, reject) => {
    let complaint = '';
    const fail = (message: string): void => reject(new SqlError(message));
    const watchFor = (withinMs: number): NodeJS.Timeout =>
      setTimeout(() => fail('the engine did not answer in time and was ended; narrow the queries'), withinMs);
    let watch = watchFor(stepMs);
    const settle = (): void => {
      clearTimeout(watch);
      signal?.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      settle();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abort);
    child.stderr?.on('data', (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-2_000)));
    child.on('message', (message: SqlMessage) => {
      if (message.kind === 'working') {
        clearTimeout(watch);
        watch = watchFor(message.withinMs);
        return;
      }
      settle();
      if (message.kind === 'done') resolve(message.answers);
      else fail(message.kind === 'no-engine' ? withoutEngine(message.message) : message.message);
    });
    child.once('error', ({ message }) => {
      settle();
      fail(`the process for SQL expectations cannot be started: ${message}`);
    });
    child.once('exit', (code, exitSignal) => {
      settle();
      fail(
        `the engine ended with ${exitSignal ?? code} while it judged SQL expectations. ${lastLine(complaint)}`.trim(),
      );
    });
  });

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** What to do where there is no engine; `cause` is the error at its import. */
export const withoutEngine = (
  cause: string,
  { platform, arch }: Pick<NodeJS.Process, 'platform' | 'arch'> = process,
): string =>
  `SQL expectations need the embedded engine, which is not there on ${platform} ${arch}: install the package chdb beside @sightglass/sdk (Linux with glibc and macOS, x64 and arm64), or write the expectation without SQL. ${cause.split('\n')[0]}`;
