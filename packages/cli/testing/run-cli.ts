import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../../test/child-environment.ts';
import { programFile } from '../../../test/program-file.ts';
import type { CliResult } from './cli-result.ts';
import { runHere } from './run-here.ts';

export type { CliResult };

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface CliProcess {
  readonly child: ChildProcess;
  readonly done: Promise<CliResult>;
  /** Settles when stdout or stderr holds `text`. */
  readonly printed: (text: string) => Promise<void>;
  /** Its stdout so far. */
  readonly output: () => string;
  /** Its stderr so far. */
  readonly errors: () => string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  readonly stdio?: StdioOptions;
  /** What is typed comes later. */
  readonly isTyped?: true;
}

/** A folder of its own for one test; what was started in it is ended with it. */
export interface CliWorkspace extends AsyncDisposable {
  readonly dir: string;
  readonly bufferDir: string;
  readonly start: (args: readonly string[], options?: CliOptions) => CliProcess;
  /** Starts a program of its own and waits for its end. */
  readonly run: (args: readonly string[], options?: CliOptions) => Promise<CliResult>;
  /** The same command line in this process, for a fiftieth of the processor time: enough where nothing turns on signals, descriptors or an end. */
  readonly runHere: (args: readonly string[], options?: Pick<CliOptions, 'env' | 'input'>) => Promise<CliResult>;
}

export const createCliWorkspace = async (): Promise<CliWorkspace> => {
  const folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-cli-'));
  const dir = folder.path;
  const bufferDir = join(dir, 'buffer');
  const children: ChildProcess[] = [];
  const own = { ...childEnvironment(), HOME: dir, SIGHTGLASS_BUFFER_DIR: bufferDir };
  const start = (
    args: readonly string[],
    { env = {}, input, stdio = 'pipe', isTyped }: CliOptions = {},
  ): CliProcess => {
    const child = spawn(process.execPath, ['--conditions=@sightglass/source', programFile(main), ...args], {
      cwd: dir,
      stdio,
      env: { ...own, ...env },
    });
    children.push(child);
    child.stdin?.on('error', () => undefined);
    if (!isTyped) child.stdin?.end(input);
    return observe(child);
  };
  return {
    dir,
    bufferDir,
    start,
    run: (args, options) => start(args, options).done,
    runHere: (args, { env = {}, input } = {}) => runHere(args, { dir, env: { ...own, ...env }, input }),
    [Symbol.asyncDispose]: async () => {
      for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await folder.remove();
    },
  };
};

const observe = (child: ChildProcess): CliProcess => {
  const startedAt = performance.now();
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  const result = (code: number | null, signal: NodeJS.Signals | null): CliResult => ({
    code,
    signal,
    stdout: Buffer.concat(stdout),
    stderr: Buffer.concat(stderr).toString(),
    durationMs: performance.now() - startedAt,
  });
  const done = new Promise<CliResult>((resolve) => child.on('close', (...end) => resolve(result(...end))));
  const printed = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const checkOutput = (): void => {
        if (Buffer.concat([...stdout, ...stderr]).includes(text)) resolve();
      };
      child.stdout?.on('data', checkOutput);
      child.stderr?.on('data', checkOutput);
      child.on('close', () => reject(new Error(`it ended without printing "${text}": ${result(null, null).stderr}`)));
      checkOutput();
    });
  const textOf = (chunks: readonly Buffer[]) => () => Buffer.concat(chunks).toString();
  return { child, done, printed, output: textOf(stdout), errors: textOf(stderr) };
};
