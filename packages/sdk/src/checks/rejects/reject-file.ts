import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';

/** A file that is written row by row and is there once it is whole; without a row there is none. */
export interface RowFile {
  readonly rows: number;
  write(row: Buffer | string): void;
  /** Waits until what was written does not pile up in memory. */
  drained(): Promise<void>;
  /** The path of the file; null when nothing was written. */
  close(): Promise<string | null>;
  abandon(): Promise<void>;
}

export const createRowFile = (path: string, heading: string): RowFile => {
  const draft = `${path}.${process.pid}.draft`;
  let stream: WriteStream | undefined;
  let failure: Error | undefined;
  let rows = 0;
  const open = (): WriteStream => {
    const opened = createWriteStream(draft, { highWaterMark: 1 << 20 });
    opened.on('error', (error) => (failure ??= error));
    opened.write(heading);
    return opened;
  };
  const check = (): void => {
    if (failure !== undefined) throw new RejectFileError(path, failure);
  };
  return {
    get rows() {
      return rows;
    },
    write: (row) => {
      stream ??= open();
      stream.write(row);
      stream.write('\n');
      rows += 1;
    },
    drained: async () => {
      while (stream?.writableNeedDrain === true && failure === undefined)
        await new Promise<void>((resolve) => stream?.once('drain', () => resolve()).once('error', () => resolve()));
      check();
    },
    close: async () => {
      if (stream === undefined) {
        await rm(path, { force: true });
        return null;
      }
      stream.end();
      await finished(stream).catch((error: Error) => (failure ??= error));
      check();
      await rename(draft, path);
      return path;
    },
    abandon: async () => {
      stream?.destroy();
      await rm(draft, { force: true });
    },
  };
};

export class RejectFileError extends Error {
  readonly code = 'REJECT_FILE_UNWRITABLE';
  constructor(path: string, cause: Error) {
    super(`${path} cannot be written: ${cause.message}; name another place for it, or none`, { cause });
  }
}
