import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtempDisposable, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineQuery, watchQueries } from './_queries.ts';

const clockTicksPerSecond = 100;

/** CPU seconds (user and system) a process has used so far, from /proc. */
export const cpuSecondsOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / clockTicksPerSecond;
};

/** Resident memory of a process in bytes. */
export const residentBytesOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

const peakBytesOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

/** A process and all it has started. */
const treeOf = (pid: number): number[] => [
  pid,
  ...readdirSync(`/proc/${pid}/task`)
    .flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' '))
    .filter((child) => child !== '')
    .flatMap((child) => treeOf(Number(child))),
];

const sumOver = (pid: number, figure: (pid: number) => number): number =>
  treeOf(pid).reduce((sum, each) => sum + figure(each), 0);

/** The same of a process and all it has started. */
export const cpuSecondsOfTree = (pid: number): number => sumOver(pid, cpuSecondsOf);
export const residentBytesOfTree = (pid: number): number => sumOver(pid, residentBytesOf);
/** Sum of the most each of them has held so far. */
export const peakBytesOfTree = (pid: number): number => sumOver(pid, peakBytesOf);

/** Bytes of all files in a folder. */
export const folderBytes = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};

export interface BenchServer extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  /** Ends it; its folder stays until it is disposed. */
  stop(): Promise<void>;
  /** Server and engine. */
  pids(): number[];
  /** What was asked of the engine, beside inserts, since the last call. */
  takeQueries(): Promise<readonly EngineQuery[]>;
  /** Asks the engine so often what was taken last at this index. */
  askAgain(index: number, times: number): Promise<void>;
}

/** A server of its own in a process of its own, as `sightglass serve` starts it; on data that is kept where a folder is given. */
export const startBenchServer = async (kept?: string): Promise<BenchServer> => {
  const folder = kept === undefined ? await mkdtempDisposable(join(tmpdir(), 'sightglass-bench-')) : undefined;
  const dataDir = kept ?? (folder?.path as string);
  const script = `import { startServer } from '@sightglass/server';
    ${watchQueries}
    const server = await startServer({ host: '127.0.0.1', port: 0, grpcPort: 0, dataDir: ${JSON.stringify(dataDir)}, log: (level, message) => level !== 'info' && console.error(message) });
    console.log(server.url);
    process.on('SIGTERM', async () => { await server[Symbol.asyncDispose](); process.exit(0); });`;
  const child = spawn(process.execPath, ['--conditions=@sightglass/source', '--input-type=module', '-e', script], {
    cwd: new URL('../packages/cli', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  const url = await firstLine(child);
  const tell = (message: string): Promise<unknown> =>
    new Promise((resolve) => {
      child.once('message', resolve);
      child.send(message);
    });
  return {
    url,
    dataDir,
    takeQueries: () => tell('take') as Promise<readonly EngineQuery[]>,
    askAgain: async (index, times) => void (await tell(`again ${index} ${times}`)),
    stop,
    pids: () => [child.pid as number, Number(readFileSync(join(dataDir, 'engine.pid'), 'utf8'))],
    async [Symbol.asyncDispose]() {
      await stop();
      await folder?.remove();
    },
  };
};

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it listened.`)));
  });

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Nothing is left to do, such as merging, when the processes have hardly worked for so long. */
const quietSeconds = 6;
const quietCpuSeconds = 0.3;
const longestSettleSeconds = 180;

/** Waits until a process and all it has started have nothing left to do. Answers the CPU seconds they had used when that began. */
export const untilSettled = async (processId: number): Promise<number> => {
  const used = [cpuSecondsOfTree(processId)];
  while (used.length <= longestSettleSeconds) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    used.push(cpuSecondsOfTree(processId));
    const before = used.at(-1 - quietSeconds);
    if (before !== undefined && (used.at(-1) as number) - before < quietCpuSeconds) return before;
  }
  return used.at(-1) as number;
};
