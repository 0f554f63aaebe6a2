import { formatBytes } from '../output/format.ts';

const everyMs = 250;

/** One line on a terminal, rewritten as it goes on; nothing elsewhere. */
export const byteProgress = (what: string, ofBytes: () => number): { show(bytes: number): void; end(): void } => {
  let shownAtMs = 0;
  const isShown = process.stderr.isTTY === true;
  return {
    show(bytes) {
      const nowMs = performance.now();
      if (!isShown || nowMs - shownAtMs < everyMs) return;
      shownAtMs = nowMs;
      const total = ofBytes();
      const share =
        total > 0
          ? `${Math.floor((100 * Math.min(bytes, total)) / total)} % of ${formatBytes(total)}`
          : formatBytes(bytes);
      process.stderr.write(`\r\x1b[2K${what} ${share}`);
    },
    end() {
      if (shownAtMs > 0) process.stderr.write('\r\x1b[2K');
    },
  };
};
