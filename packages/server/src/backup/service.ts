import { type Readable } from 'node:stream';
import { backupUnderWay } from './errors.ts';
import { type BackupSources, takeSnapshot } from './snapshot.ts';
import type { BackupHead } from './contents.ts';
import type { BackupEvents } from './events.ts';
import { writeBackup } from './write-backup.ts';

/** A backup that is being sent. */
export interface BackupUnderWay {
  readonly head: BackupHead;
  /** Ends with the archive; destroying it gives the backup up. */
  readonly bytes: Readable;
}

export interface BackupService extends AsyncDisposable {
  /** One at a time. Raises BackupError. */
  begin(): Promise<BackupUnderWay>;
  readonly isUnderWay: boolean;
}

const stalledMs = 120_000;

/** Takes backups of a server that runs. What they hold on to on the disk is let go when they end, however that is. */
export const createBackupService = (
  { events, ...sources }: BackupSources & { readonly events: BackupEvents },
  stallMs = stalledMs,
): BackupService => {
  let current: Promise<void> | undefined;
  let isSending = false;
  let stop: (() => void) | undefined;

  return {
    async begin() {
      if (isSending) throw backupUnderWay();
      isSending = true;
      await current; // one that was sent may not have let go of its files yet
      const ended = Promise.withResolvers<void>();
      current = ended.promise;
      try {
        const snapshot = await takeSnapshot(sources);
        const bytes = watched(writeBackup(snapshot), stallMs);
        stop = () => bytes.destroy(new Error('The server is stopping.'));
        bytes.once('error', events.backupEnded);
        bytes.once('end', () => events.backupSent(snapshot.head));
        bytes.once('close', () => {
          isSending = false;
          void letGo(snapshot).finally(ended.resolve);
        });
        return { head: snapshot.head, bytes };
      } catch (error) {
        isSending = false;
        ended.resolve();
        throw error;
      }
    },
    get isUnderWay() {
      return isSending;
    },
    async [Symbol.asyncDispose]() {
      stop?.();
      await current;
    },
  };
};

/** What cannot be removed now is removed by the next backup, or the next start. */
const letGo = async (snapshot: AsyncDisposable): Promise<void> => {
  await Promise.resolve(snapshot[Symbol.asyncDispose]()).catch(() => {});
};

/** Who takes nothing for long has gone, and would keep files that could be deleted. */
const watched = (bytes: Readable, stallMs: number): Readable => {
  const giveUp = (): void => void bytes.destroy(new Error('Nobody took the bytes of the backup.'));
  let timer = setTimeout(giveUp, stallMs);
  const read = bytes.read.bind(bytes);
  bytes.read = (size?: number) => {
    timer.refresh();
    return read(size);
  };
  bytes.once('close', () => clearTimeout(timer));
  return bytes;
};
