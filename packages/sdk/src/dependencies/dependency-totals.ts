import { addedBuckets, latencyQuantile, type FallbackPolicy } from '@sightglass/model';
import { openSpansOf, type TimedBreakerState, type OpenSpan } from './breaker-history.ts';
import type { CallTally } from './call-tally.ts';
import type { DependencyUse } from './dependency-use.ts';

/** The calls of a run to one dependency, and their results. */
export interface DependencySummary {
  readonly name: string;
  readonly calls: number;
  readonly requests: number;
  readonly failed: number;
  readonly retries: number;
  readonly cacheHits: number;
  readonly p95Ms: number | undefined;
  readonly rowsAffected: Readonly<Partial<Record<FallbackPolicy, number>>>;
  /** Times its breaker was not closed. */
  readonly openSpans: readonly OpenSpan[];
}

type Counts = { -readonly [K in 'calls' | 'requests' | 'failed' | 'retries' | 'cacheHits']: number };

interface Totals extends Counts {
  buckets: number[];
  durationMaxMs: number;
  readonly rows: Map<FallbackPolicy, number>;
  readonly changes: TimedBreakerState[];
}

const mostDependencies = 100;
const mostChanges = 1_000;

/** Adds up the calls of a run's stages to each dependency. */
export class DependencyTotals {
  readonly #byName = new Map<string, Totals>();

  add(use: DependencyUse): void {
    for (const tally of use.tallies) this.#addCalls(tally);
    for (const { dependency, policy, rows } of use.rows) {
      const { rows: known } = this.#of(dependency);
      known.set(policy, (known.get(policy) ?? 0) + rows);
    }
    for (const change of use.breakerChanges) {
      const { changes } = this.#of(change.dependency);
      if (changes.length < mostChanges) changes.push(change);
    }
  }

  summaries(): DependencySummary[] {
    return [...this.#byName].map(([name, { buckets, durationMaxMs, rows, changes, ...counts }]) => ({
      name,
      ...counts,
      p95Ms: latencyQuantile(buckets, 0.95, durationMaxMs),
      rowsAffected: Object.fromEntries(rows),
      openSpans: openSpansOf(changes.toSorted((a, b) => a.atMs - b.atMs)),
    }));
  }

  #addCalls(tally: CallTally): void {
    const totals = this.#of(tally.target.dependency);
    totals.calls += tally.calls;
    totals.requests += tally.requests;
    totals.failed += tally.failed;
    totals.retries += tally.retries;
    totals.cacheHits += tally.cacheHits;
    totals.durationMaxMs = Math.max(totals.durationMaxMs, tally.durationMaxMs);
    totals.buckets = addedBuckets([totals.buckets, tally.buckets]);
  }

  #of(dependency: string): Totals {
    const name = this.#byName.has(dependency) || this.#byName.size < mostDependencies ? dependency : 'other';
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const counts = { calls: 0, requests: 0, failed: 0, retries: 0, cacheHits: 0 };
    const totals: Totals = { ...counts, buckets: [], durationMaxMs: 0, rows: new Map(), changes: [] };
    this.#byName.set(name, totals);
    return totals;
  }
}
