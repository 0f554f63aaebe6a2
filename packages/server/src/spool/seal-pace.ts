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
