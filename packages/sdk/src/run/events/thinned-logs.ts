import type { Context } from '@opentelemetry/api';
import { attributes } from '@sightglass/model';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface ThinnedLogsOptions {
  readonly logs: Telemetry['logs'];
  readonly lifecycle: Lifecycle;
  /** The run whose records are counted; without one, those that belong to no run of this process. */
  readonly run?: object;
  readonly context: Context;
}

/** Reports how many log records of a run were left out, each time it is called and there are more. */
export const createThinnedLogs = ({ logs, lifecycle, run, context }: ThinnedLogsOptions): ((atMs: number) => void) => {
  let reported = 0;
  return (atMs) => {
    const thinned = logs.thinnedOf(run);
    if (thinned === reported) return;
    reported = thinned;
    lifecycle.emit('logsThinned', context, { [attributes.logsThinned]: thinned }, atMs);
  };
};
