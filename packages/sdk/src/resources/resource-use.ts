import { attributes } from '@sightglass/model';
import type { Attributes } from '@opentelemetry/api';

/** What the process used while something ran. Parallel stages share one process, so each sees the use of all. */
export interface ResourceUse {
  readonly cpuTimeMs: number;
  readonly peakRssBytes: number | undefined;
  readonly peakHeapBytes: number | undefined;
  readonly eventLoopDelayP99Ms: number | undefined;
  /** The longest time the event loop stood still. */
  readonly eventLoopDelayMaxMs?: number | undefined;
}

export const resourceUseAttributes = (use: ResourceUse): Attributes => {
  const result: Attributes = { [attributes.cpuTimeMs]: use.cpuTimeMs };
  if (use.peakRssBytes !== undefined) result[attributes.memoryPeakRssBytes] = use.peakRssBytes;
  if (use.peakHeapBytes !== undefined) result[attributes.memoryPeakHeapBytes] = use.peakHeapBytes;
  if (use.eventLoopDelayP99Ms !== undefined) result[attributes.eventLoopDelayP99Ms] = use.eventLoopDelayP99Ms;
  if (use.eventLoopDelayMaxMs !== undefined) result[attributes.eventLoopDelayMaxMs] = use.eventLoopDelayMaxMs;
  return result;
};
