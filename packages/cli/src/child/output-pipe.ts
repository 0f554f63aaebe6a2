import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chunksOfPipe, type Chunks } from './chunks.ts';

/** A pipe a program can write to; `childEnd` is closed here once the program has it. */
export interface OutputPipe {
  readonly source: Chunks;
  readonly childEnd: number;
  /** A second reading end, for whoever reads on when `source` is closed: until both are, the program can write. */
  readonly spareEnd: number;
}

export type OutputPipes = readonly [OutputPipe, OutputPipe];

const names = ['stdout', 'stderr'] as const;

/**
 * Two real pipes for the output of a program. Node's own are sockets: a program cannot open /dev/stdout on them, and finds them
 * reset instead of dying of SIGPIPE. Undefined where they cannot be made; then Node's have to do.
 */
export const openOutputPipes = (): OutputPipes | undefined => {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-exec-'));
    const paths = names.map((name) => join(folder ?? '', name));
    const made = spawnSync('mkfifo', ['-m', '600', ...paths], { stdio: 'ignore', timeout: 5000 });
    if (made.status !== 0) return undefined;
    const [stdout, stderr] = paths.map(openPipe);
    return stdout && stderr && [stdout, stderr];
  } catch {
    return undefined;
  } finally {
    if (folder !== undefined) removeQuietly(folder);
  }
};

/** A reading end first and without waiting, so that opening the writing end finds a reader, and that the spare one a writer. */
const openPipe = (path: string): OutputPipe => {
  const opened: number[] = [];
  const open = (flags: number): number => {
    const descriptor = openSync(path, flags);
    opened.push(descriptor);
    return descriptor;
  };
  try {
    const reading = open(constants.O_RDONLY | constants.O_NONBLOCK);
    const childEnd = open(constants.O_WRONLY);
    const spareEnd = open(constants.O_RDONLY);
    return { source: chunksOfPipe(reading), childEnd, spareEnd };
  } catch (error) {
    opened.forEach(closeSync);
    throw error;
  }
};

const removeQuietly = (folder: string): void => {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Two names of pipes stay behind in the temporary folder.
  }
};
