import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import type { RunName } from '../identity/run-name.ts';

type Pipeline = Pick<RunName, 'namespace' | 'pipeline'>;

/**
 * About how often pipelines succeed: by it a search chooses how far to look back first. Only a guess, and it may be an old one: what is
 * not found so near is looked for further back.
 */
export interface Pace {
  /** When runs of a pipeline that succeeded had started, in unix ms. */
  note(pipeline: Pipeline, startedAtMs: readonly number[]): void;
  /** In how much time before a run, or after it, the pipeline may have succeeded so often; undefined where nothing is known. */
  windowMs(pipeline: Pipeline, times: number): number | undefined;
}

/** Fewer say little. */
const leastNoted = 5;
const margin = 1.5;
const leastMs = 600_000;
const mostPipelines = 20_000;

export const createPace = (): Pace => {
  const gapsMs = new Map<string, number>();
  const keyOf = ({ namespace, pipeline }: Pipeline): string => JSON.stringify([namespace, pipeline]);
  return {
    note(pipeline, startedAtMs) {
      if (startedAtMs.length < leastNoted) return;
      if (gapsMs.size >= mostPipelines) gapsMs.clear();
      const spanMs = Math.max(...startedAtMs) - Math.min(...startedAtMs);
      gapsMs.set(keyOf(pipeline), spanMs / (startedAtMs.length - 1));
    },
    windowMs(pipeline, times) {
      const gapMs = gapsMs.get(keyOf(pipeline));
      return gapMs === undefined ? undefined : Math.ceil(leastMs + gapMs * times * margin);
    },
  };
};

const paces = new WeakMap<TelemetryClient, Pace>();

/** That of the pipelines in this engine. */
export const paceIn = (telemetry: TelemetryClient): Pace => {
  const pace = paces.get(telemetry) ?? createPace();
  paces.set(telemetry, pace);
  return pace;
};
