import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '@sightglass/model';
import { fileURLToPath } from 'node:url';
import { environmentForEngine } from '../config/engine-environment.ts';
import type { EngineEvents } from './events.ts';

/** Where a telemetry engine answers the ClickHouse HTTP interface. */
export interface EngineAddress {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

export interface EngineSupervisor extends AsyncDisposable {
  /** Resolves with the address of the living engine; waits while it is being restarted. */
  address(): Promise<EngineAddress>;
  /** Ends the engine, does `whileDown`, and starts another; resolves when that one answers. */
  restart(reason: string, whileDown?: () => Promise<void>): Promise<void>;
  readonly processId: number | undefined;
  readonly restarts: number;
}

export interface SupervisorOptions {
  readonly dataDir: string;
  readonly events: EngineEvents;
  readonly heartbeatIntervalMs?: number;
  /** How long the answer to one may take, 5,000 unless given. */
  readonly heartbeatTimeoutMs?: number;
  /** Heartbeats in a row that may go unanswered before the engine is killed. */
  readonly missedHeartbeats?: number;
}

const startTimeoutMs = 60_000;
const restartDelays = { firstMs: 500, longestMs: 30_000 };
const mostLockedStarts = 10;
const lockedDelayMs = 500;

/** Starts the embedded engine in a child process and keeps it alive: no answer for about 10 s, or an exit, means a new one. */
export const superviseEngine = async (options: SupervisorOptions): Promise<EngineSupervisor> => {
  const { dataDir, events, heartbeatIntervalMs = 2_500, heartbeatTimeoutMs = 5_000, missedHeartbeats = 2 } = options;
  const heartbeats = { heartbeatIntervalMs, heartbeatTimeoutMs, missedHeartbeats };
  const pidFile = join(dataDir, 'engine.pid');
  const password = randomBytes(24).toString('base64url');
  await mkdir(dataDir, { recursive: true });
  await endStale(pidFile, dataDir);

  const closing = new AbortController();
  let restarts = 0;
  let child: ChildProcess | undefined;
  const jobsWhileDown: (() => Promise<void>)[] = [];
  let reasonGiven: string | undefined;
  let current: Promise<EngineAddress> = onceUnlocked(start);

  /** After disposal nothing is done or spawned, however long the job before it took. */
  async function start(): Promise<EngineAddress> {
    refuseOnceStopped(closing.signal);
    await doAll(jobsWhileDown);
    await rm(join(dataDir, '__cache__'), { recursive: true, force: true }); // a schema written while the disk was full is empty
    refuseOnceStopped(closing.signal);
    child = spawnEngine(dataDir, password);
    const answering = firstUrl(child); // at once: an engine may end while its pid is written
    const noted = child.pid === undefined ? undefined : writeFile(pidFile, `${child.pid}`).catch(() => {}); // the disk may be full
    const [url] = await Promise.all([answering, noted]);
    const address = { url, username: 'default', password };
    child.once('exit', (code, signal) => closing.signal.aborted || replace(`exited with ${signal ?? code}`));
    void killWhenSilent(child, address, { signal: closing.signal, ...heartbeats });
    return address;
  }

  function replace(reason: string): void {
    restarts += 1;
    events.engineRestarted(reasonGiven ?? reason);
    reasonGiven = undefined;
    current = startAgain();
    current.catch(() => {});
  }

  async function startAgain(attempt = 0): Promise<EngineAddress> {
    try {
      return await start();
    } catch (error) {
      if (closing.signal.aborted) throw error;
      events.engineFailedToStart(error);
      await pause(backoffMs(attempt + 1, restartDelays, Math.random()), closing.signal);
      return startAgain(attempt + 1);
    }
  }

  await current;
  return {
    address: () => current,
    async restart(reason, whileDown) {
      await current;
      const engine = child;
      if (engine === undefined || closing.signal.aborted) return;
      const exited = new Promise<void>((resolve) => engine.once('exit', () => resolve()));
      if (whileDown !== undefined) jobsWhileDown.push(whileDown);
      reasonGiven = reason;
      engine.kill('SIGKILL');
      await exited;
      await current;
    },
    get processId() {
      return child?.pid;
    },
    get restarts() {
      return restarts;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      if (child !== undefined) await end(child);
      await current.catch(() => undefined);
      if (child !== undefined) await end(child); // it may be another by now
      await rm(pidFile, { force: true }).catch(() => {}); // the disk may be read-only, and a stale pid does no harm
    },
  };
};

/** Each that was done is taken off, so that the others are done another time when one fails. */
const doAll = async (jobs: (() => Promise<void>)[]): Promise<void> => {
  for (let job = jobs[0]; job !== undefined; job = jobs[0]) {
    await job();
    jobs.shift();
  }
};

const refuseOnceStopped = (closing: AbortSignal): void => {
  if (closing.aborted) throw new EngineStartError('The telemetry engine has been stopped.');
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal, ref: false }).catch(() => undefined);

/** A predecessor that was killed holds the data until the system has cleared it away. */
const onceUnlocked = async <Result>(start: () => Promise<Result>, attempt = 0): Promise<Result> => {
  try {
    return await start();
  } catch (error) {
    if (attempt >= mostLockedStarts || !/Cannot lock file/.test((error as Error).message)) throw error;
    await delay(lockedDelayMs);
    return onceUnlocked(start, attempt + 1);
  }
};

interface Heartbeats {
  readonly signal: AbortSignal;
  readonly heartbeatIntervalMs: number;
  readonly heartbeatTimeoutMs: number;
  readonly missedHeartbeats: number;
}

/** Kills an engine that does not answer any more; whoever waits for its exit starts another. */
const killWhenSilent = async (
  engine: ChildProcess,
  address: EngineAddress,
  { signal, heartbeatIntervalMs, heartbeatTimeoutMs, missedHeartbeats }: Heartbeats,
): Promise<void> => {
  let missed = 0;
  while (!signal.aborted && engine.exitCode === null && engine.signalCode === null) {
    await pause(heartbeatIntervalMs, signal);
    const before = performance.eventLoopUtilization();
    const answers = await answersHeartbeat(address, heartbeatTimeoutMs);
    missed = answers ? 0 : missed + weightOfMiss(performance.eventLoopUtilization(before).utilization);
    if (missed < missedHeartbeats || signal.aborted) continue;
    engine.kill('SIGKILL');
    return;
  }
};

const spawnEngine = (dataDir: string, password: string): ChildProcess => {
  const isSource = import.meta.url.endsWith('.ts');
  const script = fileURLToPath(new URL(isSource ? './child.ts' : './child.js', import.meta.url));
  return fork(script, [resolve(dataDir, 'engine')], {
    execArgv: [],
    cwd: dataDir, // the engine caches schemas in its working directory
    env: environmentForEngine(password),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
};

/** When our own event loop was busy all the time, the answer may lie there unread. */
const weightOfMiss = (utilization: number): number => (utilization > 0.9 ? 0.25 : 1);

const firstUrl = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-2_000)));
    const timer = setTimeout(() => child.kill('SIGKILL'), startTimeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new EngineStartError(`The telemetry engine cannot be started: ${error.message}`));
    });
    child.once('message', (message) => {
      clearTimeout(timer);
      resolve(`http://127.0.0.1:${String((message as { port: number }).port)}`);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(
        new EngineStartError(
          `The telemetry engine ended with ${signal ?? code} before it was ready. ${complaint.trim()}`,
        ),
      );
    });
  });

const answersHeartbeat = async ({ url, username, password }: EngineAddress, timeoutMs: number): Promise<boolean> => {
  const headers = {
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    'x-sightglass-lane': 'control',
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: 'SELECT 1',
      headers,
      signal: AbortSignal.timeout(timeoutMs),
    });
    return response.ok;
  } catch {
    return false;
  }
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
};

/** An engine whose parent was killed may still hold the data: end it, but only if the pid is still that engine. */
const endStale = async (pidFile: string, dataDir: string): Promise<void> => {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => '0'));
  if (pid === 0 || !(await isEngineOf(pid, dataDir))) return;
  process.kill(pid, 'SIGKILL');
  while (await isRunning(pid)) await delay(20);
};

/** A killed process holds its files until it is a zombie or gone. */
const isRunning = async (pid: number): Promise<boolean> => {
  const [, state] = (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(') ');
  return state !== undefined && !/^[ZX]/.test(state);
};

const isEngineOf = async (pid: number, dataDir: string): Promise<boolean> =>
  (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(resolve(dataDir, 'engine'));

export class EngineStartError extends Error {
  readonly code = 'ENGINE_START_FAILED';
}
