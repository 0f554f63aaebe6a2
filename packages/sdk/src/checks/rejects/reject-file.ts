import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { access, constants, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { setAside } from './set-aside.ts';

/** A file that is written row by row and is there once it is whole; without a row there is none. */
export interface RowFile {
  write(row: Buffer): void;
  /** Hands on what was written, and waits until it does not pile up in memory. */
  drained(): Promise<void>;
  close(): Promise<Written>;
  abandon(): Promise<void>;
}

export interface Written {
  /** Null when no row was written. */
  readonly path: string | null;
  /** Where the file went that stood there before; null when there was none, or the same. */
  readonly earlier: string | null;
}

export interface RowFileOptions {
  readonly heading: string;
  /** From UTF-8 to what the file is written in. */
  readonly encode: (text: Buffer) => Buffer;
  /** Replaces the file that stands there, which somebody may have corrected, instead of keeping it beside. */
  readonly overwrite: boolean;
}

const lineEnd = Buffer.from('\n');
/** So many are joined early: as objects they take several times their bytes. */
const mostWaiting = 4096;

export const createRowFile = (path: string, { heading, encode, overwrite }: RowFileOptions): RowFile => {
  const draft = `${path}.${process.pid}.draft`;
  let stream: WriteStream | undefined;
  let failure: Error | undefined;
  let joined: Buffer[] = [];
  let waiting: Buffer[] = [];
  const open = (): WriteStream => {
    const opened = createWriteStream(draft, { highWaterMark: 1 << 20 });
    opened.on('error', (error) => (failure ??= error));
    waiting.unshift(Buffer.from(heading));
    return opened;
  };
  const join = (): void => {
    joined.push(Buffer.concat(waiting));
    waiting = [];
  };
  const flush = (): boolean => {
    join();
    const text = joined.length === 1 ? joined[0]! : Buffer.concat(joined);
    joined = [];
    return text.length === 0 || stream?.write(encode(text)) !== false;
  };
  const check = (): void => {
    if (failure !== undefined) throw new RejectFileError(path, failure);
  };
  const publish = async (written: string | undefined): Promise<Written> => {
    const earlier = overwrite ? null : await setAside(path, written);
    if (written === undefined) await rm(path, { force: true });
    else await rename(written, path);
    return { path: written === undefined ? null : path, earlier };
  };
  return {
    write: (row) => {
      stream ??= open();
      waiting.push(row, lineEnd);
      if (waiting.length >= mostWaiting) join();
    },
    drained: async () => {
      if (!flush() && stream !== undefined && failure === undefined)
        await once(stream, 'drain').catch((error: Error) => (failure ??= error));
      check();
    },
    close: async () => {
      flush();
      stream?.end();
      if (stream !== undefined) await finished(stream).catch((error: Error) => (failure ??= error));
      check();
      return publish(stream === undefined ? undefined : draft).catch((error: Error) => {
        throw new RejectFileError(path, error);
      });
    },
    abandon: async () => {
      stream?.destroy();
      await rm(draft, { force: true });
    },
  };
};

/** Makes the folder. Raises RejectFileError where no file can be made, before a long file is read for nothing. */
export const proveWritable = async (path: string): Promise<void> => {
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new RejectFileError(path, error as Error);
  }
};

export class RejectFileError extends Error {
  readonly code = 'REJECT_FILE_UNWRITABLE';
  constructor(path: string, cause: Error) {
    super(`${path} cannot be written: ${cause.message}; name another place for it, or none`, { cause });
  }
}
