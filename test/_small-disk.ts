import { execFileSync } from 'node:child_process';
import { mkdtempDisposableSync } from 'node:fs';
import { mkdtempDisposable, open, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  /** Takes all the room there is … */
  fill(): Promise<void>;
  /** … gives back some … */
  release(bytes: number): Promise<void>;
  /** … or all of it. */
  free(): Promise<void>;
}

/** Whether this machine lets us mount one; ordinary users are refused. */
export const canMountDisks = (): boolean => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'sightglass-disk-'));
  try {
    mount(folder.path, 65_536);
    unmount(folder.path);
    return true;
  } catch {
    return false;
  }
};

export const mountSmallDisk = async (bytes: number): Promise<SmallDisk> => {
  const folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-disk-'));
  const { path } = folder;
  mount(path, bytes);
  const ballast = join(path, 'ballast');
  return {
    path,
    async fill() {
      await using file = await open(ballast, 'a');
      for (const chunkBytes of [1_048_576, 4_096]) {
        while (await fits(file, chunkBytes)) continue;
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
      unmount(path);
      await folder.remove();
    },
  };
};

const mount = (path: string, bytes: number): void => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'sightglass-test', path], { stdio: 'ignore' });
};

const unmount = (path: string): void => {
  execFileSync('umount', ['--lazy', path]);
};

const fits = async (file: FileHandle, bytes: number): Promise<boolean> => {
  try {
    await file.appendFile(Buffer.alloc(bytes));
    return true;
  } catch {
    return false;
  }
};
