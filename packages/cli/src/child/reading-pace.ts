import { chunkBytes } from './chunk-room.ts';

/** From so many bytes a millisecond on, output is gathered: below, each piece passes at once. */
const floodBytes = 2 * 1024;
/** A read is to bring so much: a third of what a pipe holds, as a thread that sleeps wakes late, and a program whose pipe is full waits. */
const wantedBytes = 20 * 1024;
const fullBytes = chunkBytes - 8 * 1024;
const longestMs = 2;
const leastMs = 0.05;
/** How long the speed of a program is measured before it counts. */
const windowMs = 5;

const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));

/**
 * Keeps this process from looking into a pipe after every line that a program prints: a wake-up costs as much as reading a thousand lines. While a
 * program prints much, this thread sleeps, never for longer than the pipe takes what is printed meanwhile. To be called after each read.
 */
export const createReadingPace = (): ((bytes: number) => void) => {
  let windowAtMs = 0;
  let windowBytes = 0;
  let bytesPerMs = 0;
  let untilMs = 0;
  let isAwaited = false;

  const sleep = (): void => {
    isAwaited = false;
    const ms = Math.min(untilMs - performance.now(), longestMs);
    if (ms > leastMs) Atomics.wait(nobodyWakes, 0, 0, ms);
  };
  return (bytes) => {
    const nowMs = performance.now();
    windowBytes += bytes;
    if (nowMs - windowAtMs >= windowMs) {
      bytesPerMs = windowBytes / (nowMs - windowAtMs);
      windowAtMs = nowMs;
      windowBytes = 0;
    }
    if (bytesPerMs < floodBytes || bytes >= fullBytes) return;
    untilMs = nowMs + wantedBytes / bytesPerMs;
    if (isAwaited) return;
    isAwaited = true;
    setImmediate(sleep);
  };
};
