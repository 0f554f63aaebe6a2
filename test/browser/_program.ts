import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A program of `_programs/` that sends to a server. */
export interface Program {
  readonly child: ChildProcess;
  /** Writes a line to its stdin. */
  readonly writeLine: (line: string | number) => void;
  /** The first line of its stdout. */
  readonly firstLine: Promise<string>;
  /** Settles at its end; raises what it printed unless it ended with 0 or was killed. */
  readonly done: Promise<void>;
  /** Ends it as Ctrl-C would, and waits. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

export const startProgram = (url: string, home: string, name: string, ...args: readonly string[]): Program => {
  const file = fileURLToPath(new URL(`./_programs/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@sightglass/source', file, ...args], {
    cwd: home,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      SIGHTGLASS_URL: url,
      SIGHTGLASS_LOG_DIR: 'off',
      SIGHTGLASS_LOG_CONSOLE: 'off',
      SIGHTGLASS_SUMMARY: 'off',
      SIGHTGLASS_BUFFER_DIR: join(home, 'buffer', name),
    },
  });
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('\n')) resolve(output.slice(0, output.indexOf('\n')));
    });
  });
  const done = once(child, 'close').then(([code]) => {
    if (code !== null && code !== 0) throw new Error(`${name} ended with ${code}: ${errors}`);
  });
  done.catch(() => undefined);
  const stop = async (signal: NodeJS.Signals = 'SIGINT'): Promise<void> => {
    child.kill(signal);
    await done.catch(() => undefined);
  };
  return { child, writeLine: (line) => child.stdin.write(`${line}\n`), firstLine, done, stop };
};
