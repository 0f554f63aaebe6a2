import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Batch, Signal } from '../batch.ts';
import { ensureDirectory } from './ensure-directory.ts';
import { encodeFrame } from './segment-file.ts';

/** Keeps the last batches a server refused for good, in the frame format of the buffer, in at most two files a signal. */
export interface DeadLetters {
  keep(signal: Signal, batch: Batch, reason: string): void;
}

const fileLimitBytes = 4 * 1024 * 1024;

export const createDeadLetters = (bufferDir: string | undefined): DeadLetters => ({
  keep: (signal, batch, reason) => {
    if (bufferDir === undefined) return;
    const path = join(bufferDir, `refused-${signal}.otlp`);
    const line = `${JSON.stringify({ at: new Date().toISOString(), id: batch.id, records: batch.records, reason })}\n`;
    try {
      ensureDirectory(bufferDir, 0o700);
      if (sizeOf(path) > fileLimitBytes) renameSync(path, `${path}.1`);
      appendFileSync(path, encodeFrame(batch), { mode: 0o600 });
      appendFileSync(`${path}.reasons.jsonl`, line, { mode: 0o600 });
    } catch {
      // The disk refuses too; the status already counts the batch.
    }
  },
});

const sizeOf = (path: string): number => {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
};
