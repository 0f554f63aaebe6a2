import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive, isStopped, until } from './_processes.ts';
import { afterFile } from './after-file.ts';
import { programFile } from './program-file.ts';

const script = fileURLToPath(new URL('./_server-process.ts', import.meta.url));

/** A folder for the data of one server after the other. */
export interface DataDir extends AsyncDisposable {
  readonly path: string;
}

export const createDataDir = (): Promise<DataDir> => mkdtempDisposable(join(tmpdir(), 'sightglass-fault-'));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly grpcUrl: string;
  readonly pid: number;
  readonly dataDir: string;
  /** The engine that belongs to the server now. */
  enginePid(): Promise<number>;
  /** Sends the signal and waits for the end of the server, and of its engine. */
  end(signal: NodeJS.Signals): Promise<Ended>;
  readonly log: () => string;
}

export class ServerEndedError extends Error {
  readonly code = 'SERVER_ENDED';
}

/** Starts a server process and waits until it says where it is. Raises ServerEndedError with what it printed when it ends instead. */
export const startServerProcess = async (
  dataDir: string,
  {
    env = {},
    ...options
  }: {
    readonly port?: number;
    readonly spool?: { readonly bytes?: number; readonly reserve?: number };
    readonly limits?: { readonly recordsPerSecond?: number; readonly requestsPerMinute?: number };
    readonly configFile?: string;
    /** Variables beside those of the test. */
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<ServerProcess> => {
  const argv = ['--conditions=@sightglass/source', programFile(script), JSON.stringify({ dataDir, ...options })];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const pid = child.pid as number;
  const forget = afterFile(() => child.kill('SIGKILL')); // one of a test that timed out would outlive it
  child.once('exit', forget);
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = once(child, 'exit').then(([code, signal]): Ended => ({ code, signal }));
  const where = once(child.stdout, 'data').then(
    ([line]) => JSON.parse(String(line)) as { url: string; grpcUrl: string },
  );
  const failed = exited.then(({ code, signal }) => {
    throw new ServerEndedError(`The server ended with ${signal ?? code} before it was ready: ${log}`);
  });
  failed.catch(() => {});
  const { url, grpcUrl } = await Promise.race([where, failed]);

  const enginePid = async (): Promise<number> => Number(await readFile(join(dataDir, 'engine.pid'), 'utf8'));
  const end = async (signal: NodeJS.Signals): Promise<Ended> => {
    const engine = await enginePid().catch(() => 0);
    child.kill(signal);
    const ended = await exited;
    if (isStopped(engine)) process.kill(engine, 'SIGKILL'); // it cannot see that its server is gone
    if (engine !== 0) await until(`engine ${engine} ended with its server`, () => !isAlive(engine));
    return ended;
  };
  return {
    url,
    grpcUrl,
    pid,
    dataDir,
    enginePid,
    end,
    log: () => log,
    [Symbol.asyncDispose]: async () => {
      await end('SIGKILL');
    },
  };
};
