import { Console } from 'node:console';
import { Readable, Writable } from 'node:stream';
import { runCommandLine } from '../src/command-line.ts';
import type { CliResult } from './cli-result.ts';

interface Surroundings {
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string | Buffer | undefined;
}

let latest: Promise<unknown> = Promise.resolve();

/** Runs a command line in this process, after the one before it: the process is given another folder, environment, input and output for as long. */
export const runHere = (args: readonly string[], surroundings: Surroundings): Promise<CliResult> => {
  const result = latest.then(() => runAlone(args, surroundings));
  latest = result.catch(() => undefined);
  return result;
};

const runAlone = async (args: readonly string[], { dir, env, input }: Surroundings): Promise<CliResult> => {
  const startedAt = performance.now();
  const [stdout, stderr] = [collecting(), collecting()];
  using restored = new DisposableStack();
  const stdin = Readable.from(input === undefined ? [] : [Buffer.from(input)]);
  for (const [name, stream] of Object.entries({ stdin, stdout, stderr })) replace(restored, process, name, stream);
  replace(restored, globalThis, 'console', new Console(stdout, stderr));
  replace(restored, process, 'env', { ...env });
  const { exitCode } = process;
  restored.defer(() => (process.exitCode = exitCode));
  process.exitCode = undefined;
  keepListeners(restored);
  const before = process.cwd();
  restored.defer(() => process.chdir(before));
  process.chdir(dir);
  await runCommandLine(args);
  return {
    code: Number(process.exitCode ?? 0),
    signal: null,
    stdout: stdout.content(),
    stderr: stderr.content().toString(),
    durationMs: performance.now() - startedAt,
  };
};

const collecting = () => {
  const chunks: Buffer[] = [];
  const write = (chunk: Buffer, _encoding: unknown, done: () => void): void => {
    chunks.push(chunk);
    done();
  };
  return Object.assign(new Writable({ write }), { content: () => Buffer.concat(chunks) });
};

const replace = (restored: DisposableStack, owner: object, name: string, value: unknown): void => {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  restored.defer(() => Object.defineProperty(owner, name, before ?? { value: undefined, configurable: true }));
  Object.defineProperty(owner, name, { value, configurable: true, writable: true, enumerable: true });
};

/** Those a command adds to this process, and would have taken with it at its end, are removed. */
const keepListeners = (restored: DisposableStack): void => {
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException'];
  const before = names.map((name) => process.listeners(name as never) as (() => void)[]);
  restored.defer(() => {
    for (const [index, name] of names.entries())
      for (const listener of process.listeners(name as never) as (() => void)[])
        if (!before[index]?.includes(listener)) process.off(name, listener);
  });
};
