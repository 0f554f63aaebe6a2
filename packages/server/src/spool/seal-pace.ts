/** How long a segment collects bodies: even a small insert has a price, which must stay a small share of the engine's time. */
export interface SealPace {
  readonly waitMs: number;
  inserted(insertMs: number): void;
}

const waitPerInsert = 8;

export const createSealPace = (leastMs: number, mostMs: number): SealPace => {
  let waitMs = leastMs;
  return {
    get waitMs() {
      return waitMs;
    },
    inserted(insertMs) {
      waitMs = Math.min(mostMs, Math.max(leastMs, insertMs * waitPerInsert));
    },
  };
};

/** How a segment grew while it was waited for. */
export interface Growth {
  readonly bytes: number;
  readonly overMs: number;
  /** Since its first body. */
  readonly openMs: number;
}

const loadBytesPerSecond = 4_194_304;
const mostOpenMs = 3_000;

/** Whether bodies come so fast that the segment goes on collecting: a few large inserts cost less than many, and hardly need merging. */
export const isUnderLoad = ({ bytes, overMs, openMs }: Growth): boolean =>
  openMs + overMs <= mostOpenMs && bytes * 1_000 >= loadBytesPerSecond * overMs;
