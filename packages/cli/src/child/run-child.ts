import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync } from 'node:fs';
import { chunksOf } from './chunks.ts';
import { copyOutputs, type Output, type OutputStream } from './copy-outputs.ts';
import type { Environment } from './environment.ts';
import { onSignals } from './forward-signals.ts';
import { guardOutput } from './output-guard.ts';
import type { OutputPipe, OutputPipes } from './output-pipe.ts';
import { startUsageMeter, type ResourceUse } from './usage-meter.ts';

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Environment;
  /** `none`: the child writes straight to our descriptors and nobody reads along. */
  readonly output: OutputPipes | 'usual' | 'none';
  readonly onStarted: (readUsage: () => ResourceUse) => void;
  readonly onOutput: (stream: OutputStream, chunk: Buffer, readAtMs: number) => void;
}

export interface ChildOutcome {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly startError?: StartError;
  /** Why some of its output was lost. */
  readonly outputError?: Error | undefined;
  /** The signal by which we, and so the child, were to end. */
  readonly stoppedBy?: NodeJS.Signals | undefined;
  /** When it ended, or could not be started, by `performance.now()`. */
  readonly endedAtMs: number;
  readonly usage: ResourceUse;
}

const stopSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

/** Runs a program on our stdin, copies its output to ours, forwards signals. Never throws: not starting is an outcome too. */
export const runChild = async (options: ChildOptions): Promise<ChildOutcome> => {
  let stoppedBy: NodeJS.Signals | undefined;
  let started: Started | undefined;
  using _signals = onSignals((signal, childHasIt) => {
    if (stopSignals.includes(signal)) stoppedBy = signal;
    if (!childHasIt) started?.child.kill(signal);
  });
  try {
    started = await start(options);
  } catch (error) {
    const startError = explainStartError(options.command, process.cwd(), error);
    return { exitCode: startError.exitCode, signal: null, startError, endedAtMs: performance.now(), usage: {} };
  }
  return { ...(await supervise(started, options)), stoppedBy };
};

interface Started {
  readonly child: ChildProcess;
  /** Its stdout and stderr; empty when they are not captured. */
  readonly outputs: readonly Output[];
}

const start = async ({ command, args, env, output }: ChildOptions): Promise<Started> => {
  const pipes = typeof output === 'string' ? undefined : output;
  const usual = output === 'none' ? ('inherit' as const) : ('pipe' as const);
  const ends = pipes?.map(({ childEnd }) => childEnd) ?? [usual, usual];
  try {
    const child: ChildProcess = spawn(command, args, { env, stdio: ['inherit', ...ends] });
    await once(child, 'spawn');
    return { child, outputs: pipes?.map(guarded) ?? outputsOf(child) };
  } catch (error) {
    for (const { source, spareEnd } of pipes ?? []) {
      source.stream.destroy();
      closeSync(spareEnd);
    }
    throw error;
  } finally {
    for (const { childEnd } of pipes ?? []) closeSync(childEnd);
  }
};

const guarded = (pipe: OutputPipe, index: number): Output => ({
  ...pipe,
  guard: guardOutput(pipe.spareEnd, index + 1),
});

const outputsOf = ({ stdout, stderr }: ChildProcess): Output[] =>
  [stdout, stderr].flatMap((source) => (source === null ? [] : { source: chunksOf(source) }));

const supervise = async ({ child, outputs }: Started, options: ChildOptions): Promise<ChildOutcome> => {
  // A signal that may not be sent (a setuid child) raises `error`; the child goes on, and so do we.
  child.on('error', () => undefined);
  const ended = new Promise<Pick<ChildOutcome, 'exitCode' | 'signal'>>((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  using meter = startUsageMeter(child.pid ?? 0);
  options.onStarted(meter.read);
  const copies = copyOutputs(outputs, options.onOutput);
  const end = await ended;
  const endedAtMs = performance.now();
  const usage = meter.readAtEnd();
  const outputError = await copies.leave();
  return { ...end, endedAtMs, usage, outputError };
};

interface StartError {
  /** As a shell would exit: 127 not found, 126 found but not executable. */
  readonly exitCode: 126 | 127;
  readonly type: string;
  readonly message: string;
}

/** Why a program could not be started, in words that say what to do. */
const explainStartError = (command: string, cwd: string, error: unknown): StartError => {
  const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
  return {
    exitCode: code === 'ENOENT' ? 127 : 126,
    type: code,
    message: `${command}: ${reason(command, cwd, code, message)}`,
  };
};

const reason = (command: string, cwd: string, code: string, message: string): string => {
  if (code === 'ENOENT' && !existsSync(cwd)) return `the working directory ${cwd} does not exist; change to another`;
  if (code === 'ENOENT' && !command.includes('/')) return 'command not found; is it spelled right and on PATH?';
  if (code === 'ENOENT' && existsSync(command))
    return 'the interpreter in its first line does not exist; install it or correct the line';
  if (code === 'ENOENT') return 'no such file; is the path right?';
  if (code === 'EACCES') return 'not executable; chmod +x it, or put its interpreter in front';
  return `cannot be started: ${message}`;
};
