const perDoubling = 4;
/** Beyond, numbers count as the last that is told apart. */
const mostExponent = 100;

/**
 * Counts numbers in buckets that grow with them by a fifth, the same in every file: tells files apart whose values lie close together
 * but for a few. A key is above 0 for numbers above 0.
 */
export class LogCounts {
  readonly counts: Map<number, number>;

  constructor(counts: Iterable<readonly [number, number]> = []) {
    this.counts = new Map(counts);
  }

  /** NaN is no value. */
  addAll(values: Float64Array, length: number): void {
    for (let row = 0; row < length; row += 1) {
      const value = values[row]!;
      if (!Number.isNaN(value)) this.#add(bucketOf(value), 1);
    }
  }

  merge(other: Iterable<readonly [number, number]>): void {
    for (const [bucket, count] of other) this.#add(bucket, count);
  }

  #add(bucket: number, count: number): void {
    this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + count);
  }
}

const bucketOf = (value: number): number => {
  if (value === 0) return 0;
  const exponent = Math.max(-mostExponent, Math.min(mostExponent, Math.log2(Math.abs(value))));
  return Math.sign(value) * (Math.floor(exponent * perDoubling) + mostExponent * perDoubling + 1);
};
