import type { ColumnKernel } from '../kernel/column-kernel.ts';

export const mostBuckets = 32;

/**
 * Counts in buckets of equal width, a power of two that doubles whenever the values no longer fit. Neither the order of the values
 * nor how they were split changes the outcome.
 */
export class Histogram {
  /** Width of a bucket is 2 ** exponent. */
  exponent = -20;
  /** Index of the first bucket: its lower edge by its width. */
  first = 0;
  counts = new Float64Array(mostBuckets);
  isEmpty = true;

  /** NaN is no value. `low` and `high` are the least and the greatest of the values. */
  addAll(values: Float64Array, length: number, low: number, high: number, kernel?: ColumnKernel): void {
    if (!(low <= high) || !Number.isFinite(high - low)) return;
    this.#fit(low, high);
    const scale = 2 ** -this.exponent;
    const { counts, first } = this;
    if (kernel !== undefined) {
      kernel.buckets.set(counts);
      kernel.run.countBuckets(length, scale, first, kernel.buckets.byteOffset);
      counts.set(kernel.buckets);
      return;
    }
    for (let index = 0; index < length; index += 1) {
      const bucket = Math.floor(values[index]! * scale) - first;
      if (bucket >= 0) counts[bucket]! += 1;
    }
  }

  merge(other: Histogram): void {
    if (other.isEmpty) return;
    const width = 2 ** other.exponent;
    const used = [...other.counts.keys()].filter((bucket) => other.counts[bucket] !== 0);
    this.#fit((other.first + (used[0] ?? 0)) * width, (other.first + (used.at(-1) ?? 0)) * width, other.exponent);
    for (const bucket of used) {
      const target = Math.floor((other.first + bucket) * 2 ** (other.exponent - this.exponent)) - this.first;
      this.counts[target]! += other.counts[bucket]!;
    }
  }

  buckets(): { readonly from: number; readonly to: number; readonly count: number }[] {
    const width = 2 ** this.exponent;
    const used = [...this.counts.keys()].filter((bucket) => this.counts[bucket] !== 0);
    return Array.from({ length: used.length === 0 ? 0 : used.at(-1)! - used[0]! + 1 }, (_, offset) => {
      const bucket = used[0]! + offset;
      return {
        from: (this.first + bucket) * width,
        to: (this.first + bucket + 1) * width,
        count: this.counts[bucket]!,
      };
    });
  }

  /** The counts in the buckets of another, which are as wide or wider and reach as far. */
  countsOn(grid: Histogram): Float64Array {
    const counts = new Float64Array(mostBuckets);
    for (const [bucket, count] of this.counts.entries()) {
      if (count === 0) continue;
      counts[Math.floor((this.first + bucket) * 2 ** (this.exponent - grid.exponent)) - grid.first]! += count;
    }
    return counts;
  }

  /** Makes room for `low` to `high` beside what is there. */
  #fit(low: number, high: number, leastExponent = this.exponent): void {
    const width = 2 ** this.exponent;
    if (!this.isEmpty && leastExponent <= this.exponent && this.#reaches(low / width, high / width)) return;
    const used = this.isEmpty ? [] : [...this.counts.keys()].filter((bucket) => this.counts[bucket] !== 0);
    const least = Math.min(low, ...(used.length === 0 ? [] : [(this.first + used[0]!) * width]));
    const most = Math.max(high, ...(used.length === 0 ? [] : [(this.first + used.at(-1)!) * width]));
    let exponent = Math.max(this.exponent, leastExponent);
    const spanAt = (at: number): number => Math.floor(most / 2 ** at) - Math.floor(least / 2 ** at) + 1;
    while (spanAt(exponent) > mostBuckets) exponent += 1;
    this.#move(exponent, Math.floor(least / 2 ** exponent), used);
  }

  /** Whether there are buckets from one number of widths to another; the first bucket is in use. */
  #reaches(from: number, to: number): boolean {
    return Math.floor(from) >= this.first && Math.floor(to) < this.first + mostBuckets;
  }

  #move(exponent: number, first: number, used: readonly number[]): void {
    if (!this.isEmpty && exponent === this.exponent && first === this.first) return;
    const counts = new Float64Array(mostBuckets);
    for (const bucket of used) {
      const target = Math.floor((this.first + bucket) * 2 ** (this.exponent - exponent)) - first;
      counts[target]! += this.counts[bucket]!;
    }
    this.exponent = exponent;
    this.first = first;
    this.counts = counts;
    this.isEmpty = false;
  }
}
