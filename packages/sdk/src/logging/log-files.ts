import { closeSync, openSync, writeFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureDirectory } from '../export/disk/ensure-directory.ts';
import { warn } from '../warnings.ts';

/** JSON lines of one run in `<dir>/<pipeline>/<UTC time>-<run id>.jsonl`; a second file `….2.jsonl` begins at `maxBytes`. */
export interface RunLogFile {
  readonly path: string;
  readonly write: (line: string) => void;
  close(): void;
}

export interface LogRetention {
  readonly maxRuns: number;
  readonly maxAgeMs: number;
}

export const fileSafe = (name: string): string => name.replaceAll(/[^\w.-]+/gu, '_').slice(0, 100);

/** `2026-11-23T14-05-09-123Z`: sorts by time and is a file name everywhere. */
const fileStamp = (atMs: number): string => new Date(atMs).toISOString().replaceAll(/[:.]/gu, '-');

const runFilePattern = /^(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z-.+?)(?:\.\d+)?\.(?:jsonl|summary\.json)$/u;
const bufferCharacters = 16 * 1024;
const flushIntervalMs = 1_000;

export const runFileBase = (dir: string, runId: string, startedAtMs: number): string =>
  join(dir, `${fileStamp(startedAtMs)}-${fileSafe(runId)}`);

/** Undefined, with one line on standard error, when the folder cannot be written to: a run does not fail for its log. */
export const openRunLogFile = (base: string, maxBytes: number): RunLogFile | undefined => {
  const path = `${base}.jsonl`;
  try {
    ensureDirectory(dirname(base));
    return writeTo(path, base, maxBytes);
  } catch (error) {
    warn(`cannot write log file ${path} (${String(error)}); the run goes on without one.`);
    return undefined;
  }
};

/** Lines are gathered and written a few at a time, synchronously: the last ones must also reach the disk while the process exits. */
const writeTo = (path: string, base: string, maxBytes: number): RunLogFile => {
  let descriptor = openSync(path, 'a');
  let gathered = '';
  let bytes = 0;
  let part = 1;
  let open = true;

  const flush = () => {
    if (gathered === '' || !open) return;
    const chunk = Buffer.from(gathered);
    gathered = '';
    try {
      writeFileSync(descriptor, chunk);
      bytes += chunk.byteLength;
      if (bytes >= maxBytes) startNextPart();
    } catch (error) {
      open = false;
      warn(`cannot write log file ${path} (${String(error)}); later lines are missing from it.`);
    }
  };
  const startNextPart = () => {
    part += 1;
    bytes = 0;
    closeSync(descriptor);
    descriptor = openSync(`${base}.${part}.jsonl`, 'a');
  };
  const timer = setInterval(flush, flushIntervalMs).unref();
  return {
    path,
    write: (line) => {
      if (open) gathered += line;
      if (gathered.length >= bufferCharacters) flush();
    },
    close: () => {
      clearInterval(timer);
      flush();
      open = false;
      closeSync(descriptor);
    },
  };
};

/** Removes the files of the oldest runs in `dir`; only files this module has named. */
export const removeOldRunFiles = async (dir: string, retention: LogRetention, nowMs: number): Promise<void> => {
  const runs = Map.groupBy(await readdir(dir), (name) => runFilePattern.exec(name)?.[1]);
  runs.delete(undefined);
  const newestFirst = [...runs].sort(([a], [b]) => (b ?? '').localeCompare(a ?? ''));
  for (const [index, [, names]] of newestFirst.entries()) {
    const paths = names.map((name) => join(dir, name));
    const tooOld = index >= retention.maxRuns || nowMs - (await newestChangeMs(paths)) > retention.maxAgeMs;
    if (tooOld) for (const path of paths) await rm(path, { force: true });
  }
};

const newestChangeMs = async (paths: readonly string[]): Promise<number> => {
  const times = await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs));
  return Math.max(...times);
};
