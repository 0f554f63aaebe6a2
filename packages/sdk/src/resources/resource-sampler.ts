import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks';
import { safely } from '../safely.ts';
import type { ResourceUse } from './resource-use.ts';

/** Follows the process while at least one meter is open. One shared timer, unref'd. */
export interface ResourceMeter {
  read(): ResourceUse;
  close(): ResourceUse;
}

interface OpenMeter {
  peakRssBytes: number;
  peakHeapBytes: number;
  delays: RecordableHistogram | undefined;
}

const sampleIntervalMs = 100;
const freshForMs = 20;
const loopDelayResolutionMs = 10;
const nsPerMs = 1e6;

const open = new Set<OpenMeter>();
let timer: NodeJS.Timeout | undefined;
let loopDelay: ReturnType<typeof monitorEventLoopDelay> | undefined;
let memory = { rss: 0, heapUsed: 0 };
let memoryReadAtMs = Number.NEGATIVE_INFINITY;

export const openResourceMeter = (): ResourceMeter => {
  const { rss, heapUsed } = memoryNow();
  const meter: OpenMeter = { peakRssBytes: rss, peakHeapBytes: heapUsed, delays: undefined };
  const cpuAtStartMs = cpuNowMs();
  open.add(meter);
  startSampling();
  const read = (): ResourceUse => {
    notePeak(meter);
    return {
      cpuTimeMs: cpuNowMs() - cpuAtStartMs,
      peakRssBytes: meter.peakRssBytes,
      peakHeapBytes: meter.peakHeapBytes,
      eventLoopDelayP99Ms: meter.delays === undefined ? undefined : meter.delays.percentile(99) / nsPerMs,
    };
  };
  return {
    read,
    close: () => {
      open.delete(meter);
      if (open.size === 0) stopSampling();
      return read();
    },
  };
};

const startSampling = () => {
  if (timer !== undefined) return;
  loopDelay ??= monitorEventLoopDelay({ resolution: loopDelayResolutionMs });
  loopDelay.reset();
  loopDelay.enable();
  timer = setInterval(() => safely(sample), sampleIntervalMs).unref();
};

/** Kept running for a moment, so that a chain of short stages does not start and stop it each time. */
const stopSampling = () => {
  setImmediate(() => {
    if (open.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    loopDelay?.disable();
  }).unref();
};

const sample = () => {
  const delayNs = loopDelayNs();
  for (const meter of open) {
    notePeak(meter);
    meter.delays ??= createHistogram();
    meter.delays.record(delayNs);
  }
};

/** Node's histogram counts the interval between its own readings as delay. */
const loopDelayNs = (): number => {
  if (loopDelay === undefined || loopDelay.count === 0) return 1;
  const delayNs = loopDelay.percentile(99) - loopDelayResolutionMs * nsPerMs;
  loopDelay.reset();
  return Math.max(1, Math.round(delayNs));
};

const notePeak = (meter: OpenMeter) => {
  const { rss, heapUsed } = memoryNow();
  if (rss > meter.peakRssBytes) meter.peakRssBytes = rss;
  if (heapUsed > meter.peakHeapBytes) meter.peakHeapBytes = heapUsed;
};

/** Reading memory costs tens of microseconds, so stages that start and end close together share one reading. */
const memoryNow = () => {
  const nowMs = performance.now();
  if (nowMs - memoryReadAtMs < freshForMs) return memory;
  memory = process.memoryUsage();
  memoryReadAtMs = nowMs;
  return memory;
};

const cpuNowMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
