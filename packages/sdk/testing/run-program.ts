import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../../test/child-environment.ts';
import { programFile } from '../../../test/program-file.ts';

/** A program that hangs ends before its test gives up (`process` in vitest.config.ts), so that the test says how; on a busy machine a sound one may need minutes. */
const longestRunMs = 240_000;
/** For tests of what arrives rather than of how soon: a loaded machine may need longer than the default two seconds. */
export const patient = { SIGHTGLASS_FLUSH_TIMEOUT_MS: '20000' };
const packageDir = fileURLToPath(new URL('../', import.meta.url));

export interface ProgramResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface Program {
  readonly child: ChildProcess;
  readonly done: Promise<ProgramResult>;
  /** Settles when the program has printed `text`. */
  printed(text: string): Promise<void>;
}

/** A fresh folder with room for logs and buffer; programs started in it share both. */
export interface Workspace extends AsyncDisposable {
  readonly dir: string;
  readonly logDir: string;
  readonly bufferDir: string;
  start(source: string, env?: Record<string, string>): Promise<Program>;
  run(source: string, env?: Record<string, string>): Promise<ProgramResult>;
}

export const createWorkspace = async (): Promise<Workspace> => {
  const folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-sdk-'));
  const dir = folder.path;
  const logDir = join(dir, 'logs');
  const bufferDir = join(dir, 'buffer');
  const children = new Set<ChildProcess>();
  let programs = 0;

  const start = async (source: string, env: Record<string, string> = {}): Promise<Program> => {
    programs += 1;
    const file = join(dir, `program-${programs}.ts`);
    const sdk = JSON.stringify(programFile(join(packageDir, 'src/index.ts')));
    await writeFile(file, source.replaceAll("'@sightglass/sdk'", sdk));
    const child = spawn(process.execPath, ['--conditions=@sightglass/source', file], {
      cwd: packageDir,
      timeout: longestRunMs,
      killSignal: 'SIGKILL',
      env: {
        ...childEnvironment(),
        HOME: dir,
        SIGHTGLASS_BUFFER_DIR: bufferDir,
        SIGHTGLASS_LOG_DIR: logDir,
        ...env,
      },
    });
    children.add(child);
    return observe(child);
  };
  return {
    dir,
    logDir,
    bufferDir,
    start,
    run: async (source, env) => (await start(source, env)).done,
    [Symbol.asyncDispose]: async () => {
      for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await folder.remove();
    },
  };
};

const observe = (child: ChildProcess): Program => {
  const startedAt = performance.now();
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const done = new Promise<ProgramResult>((resolve) => {
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout, stderr, durationMs: performance.now() - startedAt }),
    );
  });
  const printed = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const checkOutput = () => {
        if (stdout.includes(text)) resolve();
      };
      child.stdout?.on('data', checkOutput);
      child.on('close', () => reject(new Error(`the program ended without printing '${text}': ${stderr}`)));
      checkOutput();
    });
  return { child, done, printed };
};
