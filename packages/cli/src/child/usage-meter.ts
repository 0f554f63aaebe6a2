import { readReapedCpuTimeMs, readTreeUsage } from './process-tree.ts';

export interface ResourceUse {
  readonly cpuTimeMs?: number | undefined;
  readonly peakRssBytes?: number | undefined;
}

export interface UsageMeter extends Disposable {
  readonly read: () => ResourceUse;
}

const firstSampleMs = 20;
const usualSampleMs = 1000;
/** A tree of very many processes is sampled less often, so that looking costs at most this share of one CPU. */
const largestShare = 0.02;

/** Samples the process tree under `pid`: memory peaks between samples are missed, except those of a single process. */
export const startUsageMeter = (pid: number): UsageMeter => {
  let peakRssBytes: number | undefined;
  let cpuTimeMs: number | undefined;
  let timer: NodeJS.Timeout;
  const earlierMs = readReapedCpuTimeMs() ?? 0;

  const sample = (): void => {
    const usage = readTreeUsage(pid);
    if (usage === undefined) return;
    peakRssBytes = Math.max(peakRssBytes ?? 0, usage.rssBytes, usage.largestRssBytes);
    cpuTimeMs = Math.max(cpuTimeMs ?? 0, usage.cpuTimeMs);
  };
  const sampleAfter = (delayMs: number): void => {
    timer = setTimeout(() => {
      const startedAt = performance.now();
      sample();
      const costMs = performance.now() - startedAt;
      sampleAfter(Math.max(Math.min(delayMs * 2, usualSampleMs), costMs / largestShare));
    }, delayMs).unref();
  };
  sample();
  sampleAfter(firstSampleMs);

  return {
    read: () => {
      sample();
      const reapedMs = readReapedCpuTimeMs();
      return {
        cpuTimeMs: reapedMs === undefined ? cpuTimeMs : Math.max(cpuTimeMs ?? 0, reapedMs - earlierMs),
        peakRssBytes,
      };
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
};
