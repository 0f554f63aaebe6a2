import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks';
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
      eventLoopDelayP99Ms: meter.delays && meter.delays.count > 0 ? meter.delays.percentile(99) / 1e6 : undefined,
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
  loopDelay ??= monitorEventLoopDelay({ resolution: 10 });
  loopDelay.reset();
  loopDelay.enable();
  timer = setInterval(sample, sampleIntervalMs).unref();
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
  for (const meter of open) {
    notePeak(meter);
    if (loopDelay === undefined || loopDelay.count === 0) continue;
    meter.delays ??= createHistogram();
    meter.delays.add(loopDelay as unknown as RecordableHistogram);
  }
  loopDelay?.reset();
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
