import { readFileSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';

const memoryFolder = '/dev/shm';
/** Test files that run at once hold about a gigabyte in their folders. */
const leastBytes = 8 * 2 ** 30;

/**
 * Where temporary folders of tests go: to memory where there is plenty, as a twelfth of the processor time of tests that store something is spent on making and
 * removing files on disk. What the tests are about is the same: those that need a disk of their own mount one (`_small-disk.ts`). Whoever sets TMPDIR
 * keeps it.
 */
export const temporaryFoldersInMemory = (): void => {
  if (process.env['TMPDIR'] === undefined && hasRoom()) process.env['TMPDIR'] = memoryFolder;
};

const hasRoom = (): boolean => {
  try {
    const { bavail, bsize } = statfsSync(memoryFolder);
    return bavail * bsize >= leastBytes && freemem() >= leastBytes && mayHoldPrograms();
  } catch {
    return false;
  }
};

/** Containers often mount it `noexec`; tests start programs that they have written. */
const mayHoldPrograms = (): boolean =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .some(([, path, , options = '']) => path === memoryFolder && !options.split(',').includes('noexec'));
