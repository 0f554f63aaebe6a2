import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, renameSync, rmdirSync, statSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeDestination } from './destinations.ts';
import { ensureDirectory } from './ensure-directory.ts';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.ts';

/**
 * The directories on disk this process may write to. A directory's name says who owns it, so taking over what a dead
 * process left is one atomic rename: of two processes that try, one fails.
 */
export interface BufferHome {
  /** Path of a new file in this process's own directory, which exists from then on. */
  newFile(name: string): string;
  /** Takes over what processes that ended have left; paths of all files now ours, oldest first. */
  adopt(): string[];
  /** Shows processes on other machines that share the disk that this one is alive. */
  touch(): void;
  /** Gives up ownership, so that another process may adopt the files at once. */
  abandon(): void;
  /** Removes directories that are empty. */
  release(): void;
}

const nobody = { pid: 0, startedAt: 'ended' };
const foreignHostSilentMs = 10 * 60_000;

/** Buffers for different destinations never mix: telemetry must not reach a server it was not meant for. */
export const bufferDirFor = (base: string, urls: readonly string[]): string =>
  join(base, createHash('sha256').update(urls.join('\n')).digest('hex').slice(0, 16));

export const createBufferHome = (dir: string, logsUrl: string): BufferHome => {
  const self = ownIdentity();
  const owned = new Set<string>();
  let own: string | undefined;

  const claim = (): string => {
    const path = join(dir, directoryName(self));
    ensureDirectory(path, 0o700);
    writeDestination(dir, logsUrl);
    owned.add(path);
    return path;
  };
  const takeOver = (name: string): string[] => {
    const target = join(dir, directoryName(self));
    try {
      renameSync(join(dir, name), target);
    } catch {
      return [];
    }
    owned.add(target);
    return list(target).map((file) => join(target, file));
  };
  return {
    newFile: (name) => {
      own ??= claim();
      return join(own, name);
    },
    adopt: () => {
      const abandoned = list(dir).filter((name) => isAbandoned(join(dir, name), name, self, Date.now()));
      return abandoned.flatMap(takeOver).sort(byFileName);
    },
    touch: () => {
      const now = new Date();
      for (const path of owned) quietly(() => utimesSync(path, now, now));
    },
    abandon: () => {
      for (const path of owned) quietly(() => renameSync(path, join(dir, directoryName({ ...self, ...nobody }))));
      owned.clear();
      own = undefined;
    },
    release: () => {
      for (const path of owned) if (quietly(() => rmdirSync(path))) owned.delete(path);
      if (own !== undefined && !owned.has(own)) own = undefined;
    },
  };
};

const directoryName = ({ host, pid, startedAt }: ProcessIdentity): string =>
  [host, pid, startedAt, randomBytes(6).toString('hex')].join('~');

const isAbandoned = (path: string, name: string, self: ProcessIdentity, nowMs: number): boolean => {
  const [host, pid, startedAt, random] = name.split('~');
  if (host === undefined || pid === undefined || startedAt === undefined || random === undefined) return false;
  const alive = isAlive({ host, pid: Number(pid), startedAt }, self);
  if (alive !== undefined) return !alive;
  return nowMs - modifiedAtMs(path, nowMs) > foreignHostSilentMs;
};

const modifiedAtMs = (path: string, fallback: number): number => {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return fallback;
  }
};

const list = (dir: string): string[] => {
  try {
    return readdirSync(dir).sort();
  } catch {
    return [];
  }
};

const byFileName = (a: string, b: string): number => basename(a).localeCompare(basename(b));

const quietly = (action: () => void): boolean => {
  try {
    action();
    return true;
  } catch {
    return false;
  }
};
