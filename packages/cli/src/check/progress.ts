import { shortName } from '../output/text.ts';
import { formatBytes } from '../output/format.ts';

export interface Progress extends Disposable {
  readonly show: (done: number, total: number) => void;
}

const cells = 24;
const intervalMs = 100;
/** What is over sooner shows none. */
const quietMs = 500;

/** A bar on stderr while a long file is read, when that is a terminal; it is gone afterwards. */
export const createProgress = (file: string): Progress => {
  if (!process.stderr.isTTY) return { show: () => undefined, [Symbol.dispose]: () => undefined };
  let shownAt = performance.now() - intervalMs + quietMs;
  let isShown = false;
  return {
    show: (done, total) => {
      const now = performance.now();
      if (now - shownAt < intervalMs || total === 0) return;
      shownAt = now;
      isShown = true;
      const share = Math.min(1, done / total);
      const bar = '━'.repeat(Math.round(share * cells)).padEnd(cells, '╌');
      process.stderr.write(`\r${shortName(file)}  ${bar}  ${Math.floor(share * 100)} % of ${formatBytes(total)}`);
    },
    [Symbol.dispose]: () => {
      if (isShown) process.stderr.write('\r\x1b[2K');
    },
  };
};
