import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks';
import { safely } from '../safely.ts';
import type { ResourceUse } from './resource-use.ts';

const sampleIntervalMs = 100;
const loopDelayResolutionMs = 10;
const nsPerMs = 1e6;

const open = new Set<ResourceMeter>();
let timer: NodeJS.Timeout | undefined;
let sampledAtMs = 0;
let loopDelay: ReturnType<typeof monitorEventLoopDelay> | undefined;

/** What the process uses from now until `close`. While any meter is open one shared, unref'd timer takes samples. */
export class ResourceMeter {
  readonly #openedAtMs = performance.now();
  readonly #cpuAtStartMs = cpuMsAt(this.#openedAtMs);
  #peakRssBytes = 0;
  #peakHeapBytes = 0;
  #loopDelays: RecordableHistogram | undefined;
  #longestDelayMs = 0;

  constructor() {
    this.#notePeak(this.#openedAtMs);
    open.add(this);
    startSampling();
  }

  read(): ResourceUse {
    const nowMs = performance.now();
    this.#notePeak(nowMs);
    return {
      cpuTimeMs: Math.max(0, cpuMsAt(nowMs) - this.#cpuAtStartMs),
      peakRssBytes: this.#peakRssBytes,
      peakHeapBytes: this.#peakHeapBytes,
      eventLoopDelayP99Ms: this.#loopDelays === undefined ? undefined : this.#loopDelays.percentile(99) / nsPerMs,
      eventLoopDelayMaxMs: this.#delayMaxMs(nowMs),
    };
  }

  close(): ResourceUse {
    open.delete(this);
    return this.read();
  }

  sample({ p99Ns, maxNs }: LoopDelay): void {
    const nowMs = performance.now();
    this.#notePeak(nowMs);
    this.#loopDelays ??= createHistogram();
    this.#loopDelays.record(p99Ns);
    this.#longestDelayMs = Math.max(this.#longestDelayMs, Math.min(maxNs / nsPerMs, nowMs - this.#openedAtMs));
  }

  /** Also of a block that has not been sampled, because it lasts until now. */
  #delayMaxMs(nowMs: number): number | undefined {
    const sinceMs = Math.max(sampledAtMs, this.#openedAtMs);
    const overdueMs = nowMs - sinceMs - sampleIntervalMs;
    const longestMs = Math.max(this.#longestDelayMs, overdueMs);
    return longestMs > 0 ? longestMs : undefined;
  }

  #notePeak(nowMs: number): void {
    const { rss, heapUsed } = memoryAt(nowMs);
    if (rss > this.#peakRssBytes) this.#peakRssBytes = rss;
    if (heapUsed > this.#peakHeapBytes) this.#peakHeapBytes = heapUsed;
  }
}

interface LoopDelay {
  readonly p99Ns: number;
  readonly maxNs: number;
}

const startSampling = () => {
  if (timer !== undefined) return;
  loopDelay ??= monitorEventLoopDelay({ resolution: loopDelayResolutionMs });
  loopDelay.reset();
  loopDelay.enable();
  sampledAtMs = performance.now();
  timer = setInterval(() => safely(sample), sampleIntervalMs).unref();
};

/** Stops only when a whole interval has passed without a meter, so that a chain of short stages does not restart it. */
const sample = () => {
  sampledAtMs = performance.now();
  if (open.size === 0) {
    clearInterval(timer);
    timer = undefined;
    loopDelay?.disable();
    return;
  }
  const delay = takeLoopDelay();
  for (const meter of open) meter.sample(delay);
};

/** Node's histogram counts the interval between its own readings as delay. */
const takeLoopDelay = (): LoopDelay => {
  if (loopDelay === undefined || loopDelay.count === 0) return { p99Ns: 1, maxNs: 1 };
  const [p99Ns, maxNs] = [loopDelay.percentile(99), loopDelay.max].map((ns) =>
    Math.max(1, Math.round(ns - loopDelayResolutionMs * nsPerMs)),
  ) as [number, number];
  loopDelay.reset();
  return { p99Ns, maxNs };
};

const memoryFreshForMs = 20;
const cpuFreshForMs = 5;

let memory = { rss: 0, heapUsed: 0 };
let memoryReadAtMs = Number.NEGATIVE_INFINITY;

/** At `nowMs` of the monotonic clock. Reading it costs tens of microseconds, so stages that start and end close together share it. */
const memoryAt = (nowMs: number): { readonly rss: number; readonly heapUsed: number } => {
  if (nowMs - memoryReadAtMs < memoryFreshForMs) return memory;
  memory = process.memoryUsage();
  memoryReadAtMs = nowMs;
  return memory;
};

let cpu = { usedMs: 0, atMs: Number.NEGATIVE_INFINITY, perMs: 0 };

/**
 * User and system time of the process. Read every {@link cpuFreshForMs}; in between it is taken to go on as between the last two
 * readings, which is wrong by no more than what all cores can do in that time.
 */
const cpuMsAt = (nowMs: number): number => {
  const sinceMs = nowMs - cpu.atMs;
  if (sinceMs < cpuFreshForMs) return cpu.usedMs + sinceMs * cpu.perMs;
  const { user, system } = process.cpuUsage();
  const usedMs = (user + system) / 1000;
  cpu = { usedMs, atMs: nowMs, perMs: (usedMs - cpu.usedMs) / sinceMs };
  return usedMs;
};
