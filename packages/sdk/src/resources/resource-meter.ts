import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks';
import { safely } from '../safely.ts';
import { cpuNowMs, memoryNow } from './process-readings.ts';
import type { ResourceUse } from './resource-use.ts';

const sampleIntervalMs = 100;
const loopDelayResolutionMs = 10;
const nsPerMs = 1e6;

const open = new Set<ResourceMeter>();
let timer: NodeJS.Timeout | undefined;
let loopDelay: ReturnType<typeof monitorEventLoopDelay> | undefined;

/** What the process uses from now until `close`. While any meter is open one shared, unref'd timer takes samples. */
export class ResourceMeter {
  readonly #cpuAtStartMs = cpuNowMs();
  #peakRssBytes = 0;
  #peakHeapBytes = 0;
  #loopDelays: RecordableHistogram | undefined;

  constructor() {
    this.#notePeak();
    open.add(this);
    startSampling();
  }

  read(): ResourceUse {
    this.#notePeak();
    return {
      cpuTimeMs: cpuNowMs() - this.#cpuAtStartMs,
      peakRssBytes: this.#peakRssBytes,
      peakHeapBytes: this.#peakHeapBytes,
      eventLoopDelayP99Ms: this.#loopDelays === undefined ? undefined : this.#loopDelays.percentile(99) / nsPerMs,
    };
  }

  close(): ResourceUse {
    open.delete(this);
    return this.read();
  }

  sample(delayNs: number): void {
    this.#notePeak();
    this.#loopDelays ??= createHistogram();
    this.#loopDelays.record(delayNs);
  }

  #notePeak(): void {
    const { rss, heapUsed } = memoryNow();
    if (rss > this.#peakRssBytes) this.#peakRssBytes = rss;
    if (heapUsed > this.#peakHeapBytes) this.#peakHeapBytes = heapUsed;
  }
}

const startSampling = () => {
  if (timer !== undefined) return;
  loopDelay ??= monitorEventLoopDelay({ resolution: loopDelayResolutionMs });
  loopDelay.reset();
  loopDelay.enable();
  timer = setInterval(() => safely(sample), sampleIntervalMs).unref();
};

/** Stops only when a whole interval has passed without a meter, so that a chain of short stages does not restart it. */
const sample = () => {
  if (open.size === 0) {
    clearInterval(timer);
    timer = undefined;
    loopDelay?.disable();
    return;
  }
  const delayNs = loopDelayNs();
  for (const meter of open) meter.sample(delayNs);
};

/** Node's histogram counts the interval between its own readings as delay. */
const loopDelayNs = (): number => {
  if (loopDelay === undefined || loopDelay.count === 0) return 1;
  const delayNs = loopDelay.percentile(99) - loopDelayResolutionMs * nsPerMs;
  loopDelay.reset();
  return Math.max(1, Math.round(delayNs));
};
