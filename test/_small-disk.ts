import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempDisposableSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtempDisposable, open, rm, stat, truncate, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `tmpfs` in memory, `ext4` in a file. */
export type DiskKind = 'tmpfs' | 'ext4';

/** A file system of its own. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  /** Takes all the room there is … */
  fill(): Promise<void>;
  /** … or makes all files there may be, which takes no room … */
  fillFiles(): Promise<void>;
  /** … gives back some … */
  release(bytes: number): Promise<void>;
  /** … or all of it. */
  free(): Promise<void>;
}

/** Whether this machine lets us mount one; ordinary users are refused. */
export const canMountDisks = (kind: DiskKind = 'tmpfs'): boolean => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'sightglass-disk-'));
  try {
    const path = mount(folder.path, 8 * 2 ** 20, kind);
    unmount(path);
    return true;
  } catch {
    return false;
  }
};

export const mountSmallDisk = async (bytes: number, kind: DiskKind = 'tmpfs'): Promise<SmallDisk> => {
  const folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-disk-'));
  const path = mount(folder.path, bytes, kind);
  const ballast = join(path, 'ballast');
  const manyFiles = join(path, 'many-files');
  return {
    path,
    async fill() {
      await using file = await open(ballast, 'a');
      for (const chunkBytes of [1_048_576, 4_096]) {
        while (await fits(file, chunkBytes)) continue;
      }
    },
    async fillFiles() {
      await mkdir(manyFiles);
      for (let at = 0; await canBeMade(join(manyFiles, `${at}`)); at += 1) continue;
    },
    async release(released) {
      const { size } = await stat(ballast);
      await truncate(ballast, Math.max(0, size - released));
    },
    async free() {
      await rm(ballast, { force: true });
      await rm(manyFiles, { force: true, recursive: true });
    },
    async [Symbol.asyncDispose]() {
      unmount(path);
      await folder.remove();
    },
  };
};

/** Of a tmpfs; others have one for some KiB. */
const mostFiles = 20_000;

/** Where it is, below `folder`. */
const mount = (folder: string, bytes: number, kind: DiskKind): string => {
  const path = join(folder, 'disk');
  mkdirSync(path);
  if (kind === 'tmpfs')
    run('mount', ['-t', 'tmpfs', '-o', `size=${bytes},nr_inodes=${mostFiles}`, 'sightglass-test', path]);
  else {
    const image = join(folder, 'image');
    writeFileSync(image, '');
    truncateSync(image, bytes);
    run('mkfs.ext4', ['-q', image]);
    run('mount', ['-o', 'loop', image, path]);
  }
  return path;
};

const run = (command: string, args: readonly string[]): void => void execFileSync(command, args, { stdio: 'ignore' });

const unmount = (path: string): void => {
  execFileSync('umount', ['--lazy', path]);
};

const canBeMade = (path: string): Promise<boolean> =>
  writeFile(path, '').then(
    () => true,
    () => false,
  );

const fits = async (file: FileHandle, bytes: number): Promise<boolean> => {
  try {
    await file.appendFile(Buffer.alloc(bytes));
    return true;
  } catch {
    return false;
  }
};
