import { statfs } from 'node:fs/promises';
import { countOf, formatCount } from '@sightglass/model';

/** How much of the disk is free, in bytes and in files, and whether that is less than what stays free for the engine, its merges and the state. */
export interface DiskRoom extends Disposable {
  /** Measures again if the last figure is older than a tenth of a second. Raises what statfs raises. */
  look(): Promise<void>;
  /** Bytes written since the last figure. */
  wrote(bytes: number): void;
  readonly freeBytes: number;
  readonly isShort: boolean;
  /** What is short. */
  readonly shortage: string;
  /** How often less than the reserve was found free, where it was more before. */
  readonly timesShort: number;
}

/** Raised before anything is written. */
export class DiskReserveError extends Error {
  readonly code = 'DISK_RESERVE_REACHED';
  constructor({ shortage }: Pick<DiskRoom, 'shortage'>) {
    super(`${shortage} Senders keep their data and try again. Nothing was stored.`);
  }
}

const shortOfBytes = (folder: string, freeBytes: number, reserveBytes: number): string =>
  `Only ${mebibytes(freeBytes)} are free on the disk of ${folder}, and ${mebibytes(reserveBytes)} stay free for what was accepted before. Free disk space.`;

const shortOfFiles = (folder: string, freeFiles: number, reserveFiles: number): string =>
  `Only ${countOf(freeFiles, 'more file')} can be made on the disk of ${folder} (df -i), and ${formatCount(reserveFiles)} stay free for what was accepted before. Remove files.`;

export const mebibytes = (bytes: number): string => `${Math.round((bytes / 2 ** 20) * 10) / 10} MiB`;

export interface DiskRoomOptions {
  readonly folder: string;
  /** Bytes that stay free; {@link usualReserveBytes} unless given. */
  readonly reserveBytes?: number | undefined;
}

const freshForMs = 100;
const intervalMs = 500;
const leastReserveBytes = 32 * 2 ** 20;
const mostReserveBytes = 2 ** 31;

/** A twentieth of the disk, at least 32 MiB and at most 2 GiB, but never more than a fifth. */
export const usualReserveBytes = (diskBytes: number): number =>
  Math.round(Math.min(diskBytes / 5, mostReserveBytes, Math.max(leastReserveBytes, diskBytes / 20)));

/** A tenth of the files a disk may hold, at most 2,000; 0 of one that does not count them. */
export const usualReserveFiles = (files: number): number => Math.min(2_000, Math.floor(files / 10));

/** Measures twice a second, and whenever it is used. Raises what statfs raises. */
export const openDiskRoom = async ({ folder, reserveBytes: given }: DiskRoomOptions): Promise<DiskRoom> => {
  let reserveBytes = 0;
  let freeBytes = 0;
  let [freeFiles, reserveFiles] = [0, 0];
  let timesShort = 0;
  let measuredAtMs = -Infinity;
  let measuring: Promise<void> | undefined;

  const isShort = (): boolean => freeBytes < reserveBytes || freeFiles < reserveFiles;

  const measure = async (): Promise<void> => {
    const { bavail, blocks, bsize, files, ffree } = await statfs(folder);
    const wasShort = isShort();
    reserveBytes = given ?? usualReserveBytes(blocks * bsize);
    freeBytes = bavail * bsize;
    reserveFiles = given === 0 ? 0 : usualReserveFiles(files);
    freeFiles = ffree;
    measuredAtMs = performance.now();
    if (isShort() && !wasShort) timesShort += 1;
  };
  const look = async (): Promise<void> => {
    if (performance.now() - measuredAtMs < freshForMs) return;
    await (measuring ??= measure().finally(() => (measuring = undefined)));
  };

  await measure();
  const timer = setInterval(() => void look().catch(() => {}), intervalMs).unref();
  return {
    look,
    wrote: (bytes) => void (freeBytes -= bytes),
    get freeBytes() {
      return Math.max(0, freeBytes);
    },
    get isShort() {
      return isShort();
    },
    get shortage() {
      return freeBytes < reserveBytes
        ? shortOfBytes(folder, Math.max(0, freeBytes), reserveBytes)
        : shortOfFiles(folder, freeFiles, reserveFiles);
    },
    get timesShort() {
      return timesShort;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
};
