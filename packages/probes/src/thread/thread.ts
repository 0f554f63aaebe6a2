import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Failure, Progress, Task } from './progress.ts';
import type { Target } from '../target/target.ts';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const program = new URL(`./worker.${extension}`, import.meta.url);
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 };
/** For loading the driver, before the clock of the ping starts. */
const startTimeoutMs = 15_000;

export type ThreadEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** A reply the driver choked on. */
  | { readonly kind: 'crashed'; readonly message: string }
  | { readonly kind: 'timeout' };

interface ThreadTask extends Task {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Asks in a thread of its own and ends it when the time is up: whatever a driver does with a malformed reply (throw where nobody
 * listens, wait for ever, compute for ever), the caller gets an answer in time.
 */
export const runInThread = ({ target, work, timeoutMs, signal, onProgress }: ThreadTask): Promise<ThreadEnd> =>
  new Promise((resolve) => {
    const execArgv = process.execArgv.filter((flag) => flag.startsWith('--conditions='));
    const options = {
      name: 'sightglass-probe',
      workerData: { target, work } satisfies Task,
      resourceLimits,
      execArgv,
      env: compiledModules(),
    };
    const thread = new Worker(program, { ...options, stdout: true, stderr: true });
    const hide = hidePassword(target);
    const end = (how: ThreadEnd): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', expire);
      resolve(hide(how));
      void thread.terminate();
    };
    const expire = (): void => end({ kind: 'timeout' });
    let timer = setTimeout(expire, startTimeoutMs);
    signal?.addEventListener('abort', expire);
    thread.on('message', (progress: Progress) => {
      if (progress.kind === 'done' || progress.kind === 'failed') return end(progress);
      if (progress.kind === 'ready') {
        clearTimeout(timer);
        timer = setTimeout(expire, timeoutMs);
      }
      onProgress(hide(progress));
    });
    thread.on('error', (error) =>
      end({ kind: 'crashed', message: error instanceof Error ? error.message : String(error) }),
    );
    thread.on('exit', () => end({ kind: 'crashed', message: 'the driver ended without a result' }));
  });

/** A thread does not take over where its program keeps compiled modules, and compiling the driver is most of its work. */
const compiledModules = (): Record<string, string> => {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
};

const shortest = 4;

/**
 * What a server or driver said, without the password, should it repeat that. A password as short as a syllable would take words apart,
 * and one that is also the name of something shown is no secret.
 */
const hidePassword = ({ password, user, host, database }: Target): (<T>(value: T) => T) => {
  const isHidden = password.length >= shortest && ![user, host, database].includes(password);
  return isHidden ? (value) => replaced(value, [password, encodeURIComponent(password)]) : (value) => value;
};

const replaced = <T>(value: T, secrets: readonly string[]): T => {
  if (typeof value === 'string')
    return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), value as string) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => replaced<unknown>(item, secrets)) as T;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaced<unknown>(item, secrets)])) as T;
};
