import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { open, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own and of `bytes`, where this machine lets us mount one. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  /** Takes all the room there is … */
  fill(): Promise<void>;
  /** … gives back some … */
  release(bytes: number): Promise<void>;
  /** … or all of it. */
  free(): Promise<void>;
}

const mounted = (bytes: number): string | undefined => {
  const path = mkdtempSync(join(tmpdir(), 'sightglass-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'sightglass-test', path], { stdio: 'ignore' });
    return path;
  } catch {
    return undefined;
  }
};

/** Undefined where mounting is refused, such as to an ordinary user. */
export const mountSmallDisk = (bytes: number): SmallDisk | undefined => {
  const path = mounted(bytes);
  if (path === undefined) return undefined;
  const ballast = join(path, 'ballast');
  return {
    path,
    async fill() {
      await using file = await open(ballast, 'a');
      for (const bytes of [1_048_576, 4_096]) {
        while (await fits(file, bytes)) continue;
      }
    },
    async release(released) {
      const { size } = await stat(ballast);
      await truncate(ballast, Math.max(0, size - released));
    },
    async free() {
      await rm(ballast, { force: true });
    },
    async [Symbol.asyncDispose]() {
      execFileSync('umount', ['--lazy', path]);
      await rm(path, { recursive: true, force: true });
    },
  };
};

const fits = async (file: FileHandle, bytes: number): Promise<boolean> => {
  try {
    await file.appendFile(Buffer.alloc(bytes));
    return true;
  } catch {
    return false;
  }
};
