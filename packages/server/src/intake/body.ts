import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { decompress, isEncoding } from './decompress.ts';
import { createLimiter } from '../schedule/limiter.ts';
import { OverloadedError, type MemoryHold } from './memory-budget.ts';

/** A body that cannot be read, with the HTTP status that says so. */
export class BodyError extends Error {
  readonly code = 'BODY_REFUSED';
  readonly status: 400 | 408 | 413 | 415;
  constructor(status: 400 | 408 | 413 | 415, message: string, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

export interface BodyLimits {
  /** On the wire. */
  readonly mostBytes: number;
  /** After decompression. */
  readonly mostDecodedBytes: number;
  readonly readTimeoutMs: number;
}

/** A bomb takes up to twice its limit while it is decompressed, so few may be at it at once. */
const decompressing = createLimiter(2);

/** Reads and decompresses a request body within limits. Raises BodyError (400, 408, 413, 415) and OverloadedError. */
export const readBody = async (request: IncomingMessage, limits: BodyLimits, hold: MemoryHold): Promise<Buffer> => {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && !isEncoding(encoding)) {
    throw new BodyError(415, `Content-Encoding "${encoding}" is not known here. Use gzip, zstd, deflate, br or none.`);
  }
  const raw = await readRaw(request, limits, hold);
  return encoding === 'identity' || raw.length === 0 ? raw : decoded(encoding, raw, limits, hold);
};

/** What `raw` decompresses to, held as well. Raises BodyError (400, 413) and OverloadedError. */
export const decoded = async (encoding: string, raw: Buffer, limits: BodyLimits, hold: MemoryHold): Promise<Buffer> => {
  try {
    const bytes = await decompressing(() => decompress(encoding, raw, limits.mostDecodedBytes));
    hold.grow(bytes.length);
    return bytes;
  } catch (error) {
    if (error instanceof OverloadedError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new BodyError(
        413,
        `The body holds more than ${limits.mostDecodedBytes} bytes after ${encoding} decompression. Send smaller batches.`,
        error,
      );
    }
    throw new BodyError(400, `The body is not valid ${encoding}: ${(error as Error).message}.`, error);
  }
};

const readRaw = async (request: IncomingMessage, limits: BodyLimits, hold: MemoryHold): Promise<Buffer> => {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limits.mostBytes) throw tooLarge(limits.mostBytes);
  return readInto(
    request,
    declared > 0 ? sinkOfLength(declared, hold) : sinkOfChunks(limits.mostBytes, hold),
    limits.readTimeoutMs,
    hold,
  );
};

/** Everything `request` sends until its end. Raises BodyError (400, 408), OverloadedError and what the sink raises. */
export const readInto = (request: Readable, sink: Sink, timeoutMs: number, hold: MemoryHold): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const arrived = hold.arriving((error) => settle(error));
    const timer = setTimeout(
      () => settle(new BodyError(408, `The body did not arrive within ${timeoutMs} ms.`)),
      timeoutMs,
    );
    const settle = (result: Buffer | Error): void => {
      clearTimeout(timer);
      arrived();
      request.removeAllListeners('data');
      if (result instanceof Error) reject(result);
      else resolve(result);
    };
    const orSettle = (step: () => void): void => {
      try {
        step();
      } catch (error) {
        settle(error as Error);
      }
    };
    request.on('data', (chunk: Buffer) => {
      hold.came(chunk.length);
      orSettle(() => sink.write(chunk));
    });
    request.on('end', () => orSettle(() => settle(sink.bytes())));
    request.on('error', (error) => settle(new BodyError(400, `The body broke off: ${error.message}.`, error)));
    request.on('aborted', () => settle(new BodyError(400, 'The body broke off: the sender closed the connection.')));
  });

/** Both raise what is wrong: BodyError or OverloadedError. */
export interface Sink {
  write(chunk: Buffer): void;
  bytes(): Buffer;
}

/** What a sender may hold by a promise alone; beyond that, twice what it has sent. */
const mostPromisedBytes = 1_048_576;

/** The HTTP parser hands over no more than the declared length. */
export const sinkOfLength = (declaredBytes: number, hold: MemoryHold): Sink => {
  let target: Buffer | undefined;
  let length = 0;
  const roomFor = (bytes: number): Buffer => {
    if (target === undefined) return hold.take(Math.min(declaredBytes, Math.max(mostPromisedBytes, bytes)));
    if (bytes <= target.length) return target;
    return hold.enlarge(target, Math.min(declaredBytes, Math.max(bytes, 2 * target.length)));
  };
  return {
    write(chunk) {
      target = roomFor(length + chunk.length);
      length += chunk.copy(target, length);
    },
    bytes: () => target?.subarray(0, length) ?? Buffer.alloc(0),
  };
};

const sinkOfChunks = (mostBytes: number, hold: MemoryHold): Sink => {
  const chunks: Buffer[] = [];
  let length = 0;
  return {
    write(chunk) {
      length += chunk.length;
      if (length > mostBytes) throw tooLarge(mostBytes);
      hold.grow(chunk.length);
      chunks.push(chunk);
    },
    /** The chunks and the whole are held at once. */
    bytes() {
      hold.grow(length);
      return Buffer.concat(chunks);
    },
  };
};

export const tooLarge = (mostBytes: number): BodyError =>
  new BodyError(413, `The body is larger than ${mostBytes} bytes. Send smaller batches.`);
