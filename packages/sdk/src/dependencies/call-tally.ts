import { isSent, latencyBoundsMs, latencyBucket, type CallError } from '@sightglass/model';
import { forecastExhaustion, isSameWindow, type QuotaReading } from '../external-api/quota/quota-forecast.ts';

/** One request as it went. */
export interface RequestOutcome {
  readonly durationMs: number;
  readonly firstByteMs?: number | undefined;
  /** How long it waited for a connection; undefined when one was open. */
  readonly connectMs?: number | undefined;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly error?: CallError | undefined;
}

/** Where the calls of a tally go. */
export interface CallTarget {
  readonly dependency: string;
  readonly endpoint: string;
  readonly serverAddress: string;
  readonly serverPort: number;
}

/** Counts of the calls to one endpoint; they only grow. */
export class CallTally {
  readonly target: CallTarget;
  calls = 0;
  requests = 0;
  failed = 0;
  retries = 0;
  cacheHits = 0;
  /** Whether every call obeys a shared breaker. */
  sharesBreaker = true;
  durationSumMs = 0;
  durationMaxMs = 0;
  firstByteSumMs = 0;
  connects = 0;
  connectSumMs = 0;
  bytesSent = 0;
  bytesReceived = 0;
  readonly buckets: number[] = Array.from({ length: latencyBoundsMs.length + 1 }, () => 0);
  readonly errors = new Map<CallError, number>();
  quota: QuotaReading | undefined;
  changed = false;
  #windowBegan: QuotaReading | undefined;

  constructor(target: CallTarget) {
    this.target = target;
  }

  called(sharesBreaker: boolean): void {
    this.calls += 1;
    this.sharesBreaker &&= sharesBreaker;
    this.changed = true;
  }

  answeredFromCache(): void {
    this.cacheHits += 1;
    this.changed = true;
  }

  retried(): void {
    this.retries += 1;
    this.changed = true;
  }

  requested(outcome: RequestOutcome): void {
    this.requests += 1;
    this.durationSumMs += outcome.durationMs;
    this.durationMaxMs = Math.max(this.durationMaxMs, outcome.durationMs);
    this.firstByteSumMs += outcome.firstByteMs ?? 0;
    this.bytesSent += outcome.bytesSent;
    this.bytesReceived += outcome.bytesReceived;
    const bucket = latencyBucket(outcome.durationMs);
    this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1;
    if (outcome.connectMs !== undefined) {
      this.connects += 1;
      this.connectSumMs += outcome.connectMs;
    }
    if (outcome.error !== undefined) this.failedBy(outcome.error);
    this.changed = true;
  }

  /** Also of a call that was never sent. */
  failedBy(error: CallError): void {
    if (isSent(error)) this.failed += 1;
    this.errors.set(error, (this.errors.get(error) ?? 0) + 1);
    this.changed = true;
  }

  quotaRead(reading: QuotaReading): void {
    const { quota } = this;
    if (quota !== undefined && reading.atMs < quota.atMs) return;
    if (quota === undefined || !isSameWindow(quota, reading)) this.#windowBegan = reading;
    this.quota = reading;
    this.changed = true;
  }

  /** When the quota is used up at the present rate, if that is before it begins anew. */
  get quotaExhaustedAtMs(): number | undefined {
    if (this.quota === undefined || this.#windowBegan === undefined) return undefined;
    return forecastExhaustion(this.#windowBegan, this.quota);
  }
}
