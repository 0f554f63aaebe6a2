import { closeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { chunksOf, type Chunks } from './chunks.ts';
import type { OutputGuard } from './output-guard.ts';
import { passThrough, type CopyEnd, type PassThrough } from './pass-through.ts';

export type OutputStream = 'stdout' | 'stderr';

export interface Output {
  readonly source: Chunks;
  /** Another reading end of the same pipe. Without it the pipe cannot be handed over. */
  readonly spareEnd?: number;
  readonly guard?: OutputGuard;
}

export interface OutputCopies {
  /**
   * To be called when the program has ended: copies all it wrote, and leaves to `cat` what others still write.
   * Settles with why bytes were lost on the way, if they were.
   */
  readonly leave: () => Promise<Error | undefined>;
}

const streams = ['stdout', 'stderr'] as const;
/** Silence after which what a left process may still write is no longer waited for. */
const quietMs = 250;
/** How long it is waited for when it never is silent. */
const lingerMs = 1000;
const checkMs = 20;

/** Copies the stdout and stderr of a program to ours. */
export const copyOutputs = (
  outputs: readonly Output[],
  observe: (stream: OutputStream, chunk: Buffer, readAtMs: number) => void,
): OutputCopies => {
  const copies = outputs.map(({ source }, index) =>
    passThrough(source, index + 1, (chunk, readAtMs) => observe(streams[index] ?? 'stderr', chunk, readAtMs)),
  );
  const done = Promise.all(copies.map((copy, index) => settle(copy, outputs[index], index + 1)));
  return {
    leave: async () => {
      await Promise.race([done, untilCopied(copies)]);
      for (const [index, { release }] of copies.entries()) if (outputs[index]?.spareEnd !== undefined) release();
      return (await done).find((end) => end instanceof Error);
    },
  };
};

const settle = async (
  { done }: PassThrough,
  { spareEnd, guard }: Partial<Output> = {},
  descriptor: number,
): Promise<CopyEnd> => {
  const end = await done;
  if (spareEnd === undefined) return end;
  if (end === 'released') await handOver(spareEnd, descriptor);
  else closeSync(spareEnd);
  guard?.dismiss();
  return end;
};

/** Until all that was in the pipes when the program ended is copied, and a little longer. */
const untilCopied = async (copies: readonly PassThrough[]): Promise<void> => {
  const endedAtMs = performance.now();
  const isCopied = ({ copiedAtMs, emptyAtMs }: PassThrough): boolean => {
    const nowMs = performance.now();
    if (nowMs - Math.max(copiedAtMs(), endedAtMs) > quietMs) return true;
    return nowMs - endedAtMs > lingerMs && emptyAtMs() > endedAtMs;
  };
  while (!copies.every(isCopied)) await pause(checkMs);
};

/**
 * Leaves a pipe to `cat`, which copies it to `descriptor` until nobody writes to it any more: in a session of its own, so that
 * it outlives this process and the signals of its terminal. Where `cat` cannot be started, copies here until then.
 */
const handOver = async (pipeEnd: number, descriptor: number): Promise<void> => {
  const cat = spawn('cat', [], { stdio: [pipeEnd, descriptor, 'ignore'], detached: true, cwd: '/' });
  try {
    await once(cat, 'spawn');
    cat.unref();
    closeSync(pipeEnd);
  } catch {
    const source = new Socket({ fd: pipeEnd, readable: true, writable: false });
    await passThrough(chunksOf(source), descriptor, () => undefined).done;
  }
};
