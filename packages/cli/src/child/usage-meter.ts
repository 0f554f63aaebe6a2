import { readReapedCpuTimeMs, readTreeUsage } from './process-tree.ts';

/** What is not known is absent. */
export interface ResourceUse {
  readonly cpuTimeMs?: number | undefined;
  readonly peakRssBytes?: number | undefined;
}

export interface UsageMeter extends Disposable {
  readonly read: () => ResourceUse;
  /** To be called once, as soon as the program has ended. */
  readonly readAtEnd: () => ResourceUse;
}

const shortestPauseMs = 4;
const longestPauseMs = 100;
/** Looks come at this share of the time passed, so that little of a life goes unseen, however short it is. */
const pauseShare = 1 / 20;
/** When more than this share of it was unseen at its end, a program's largest memory is not known. */
const largestUnseenShare = 1 / 8;
/** A tree of very many processes is looked at less often, so that looking costs at most this share of one CPU. */
const largestCostShare = 1 / 20;

/**
 * Watches the process tree under `pid`. The kernel remembers the peak of each process until it ends, so only growth between
 * the last look and the end is missed; peaks that several processes reach together are missed between looks.
 * CPU time is exact to 10 ms; less than that reads as nothing and counts as unknown.
 */
export const startUsageMeter = (pid: number): UsageMeter => {
  const startedAtMs = performance.now();
  const earlierCpuTimeMs = readReapedCpuTimeMs() ?? 0;
  let peakRssBytes: number | undefined;
  let cpuTimeMs = 0;
  let seenAtMs = startedAtMs;
  let timer: NodeJS.Timeout;

  const measure = (): void => {
    const usage = readTreeUsage(pid);
    cpuTimeMs = Math.max(cpuTimeMs, usage?.cpuTimeMs ?? 0, (readReapedCpuTimeMs() ?? 0) - earlierCpuTimeMs);
    if (usage?.memory === undefined) return;
    peakRssBytes = Math.max(peakRssBytes ?? 0, usage.memory.rssBytes, usage.memory.largestRssBytes);
    seenAtMs = performance.now();
  };
  const keepMeasuring = (): void => {
    const measuredAtMs = performance.now();
    measure();
    const costMs = performance.now() - measuredAtMs;
    const pauseMs = Math.min(Math.max((measuredAtMs - startedAtMs) * pauseShare, shortestPauseMs), longestPauseMs);
    timer = setTimeout(keepMeasuring, Math.max(pauseMs, costMs / largestCostShare)).unref();
  };
  const known = (isPeakKnown: boolean): ResourceUse => ({
    cpuTimeMs: cpuTimeMs === 0 ? undefined : cpuTimeMs,
    peakRssBytes: isPeakKnown ? peakRssBytes : undefined,
  });
  keepMeasuring();

  return {
    read: () => {
      measure();
      return known(true);
    },
    readAtEnd: () => {
      const endedAtMs = performance.now();
      measure();
      return known(endedAtMs - seenAtMs <= (endedAtMs - startedAtMs) * largestUnseenShare);
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
};
