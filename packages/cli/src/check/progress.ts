import type { CheckProgress } from '@sightglass/sdk/checks';
import { progressLine } from './progress-line.ts';

export interface Progress extends Disposable {
  readonly show: (progress: CheckProgress) => void;
}

const intervalMs = 100;
/** What is over sooner shows none. */
const quietMs = 500;

/** A bar on stderr while a long file is read, when that is a terminal; it is gone afterwards. */
export const createProgress = (file: string): Progress => {
  if (!process.stderr.isTTY) return { show: () => undefined, [Symbol.dispose]: () => undefined };
  const startedAt = performance.now();
  let shownAt = startedAt - intervalMs + quietMs;
  let isShown = false;
  return {
    show: (progress) => {
      const now = performance.now();
      if (now - shownAt < intervalMs) return;
      shownAt = now;
      isShown = true;
      process.stderr.write(
        `\r\x1b[2K${progressLine(file, progress, now - startedAt, process.stderr.columns || undefined)}`,
      );
    },
    [Symbol.dispose]: () => {
      if (isShown) process.stderr.write('\r\x1b[2K');
    },
  };
};
