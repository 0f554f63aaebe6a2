import { type Cause, causesOfRun, type WatchedPlace } from '@sightglass/model/alerting';
import type { FailedRunName, WatchedPipeline } from '../../../room.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { runKey } from '../../runs/identity/run-name.ts';
import { type ErrorOfRun, readReportedErrors } from './facts-reported-errors.ts';

/** By whose outage the latest runs failed, by `namespace/name` of their pipelines. Raises what reading raises. */
export type CauseBook = (
  pipelines: readonly WatchedPipeline[],
  nowMs: number,
) => Promise<ReadonlyMap<string, readonly Cause[]>>;

/** What ended longer ago is old news: nothing is part of it any more that is not already. */
const oldestMs = 2 * 86_400_000;
/** Spans and records may come later than the end of their run. */
const settledMs = 120_000;

type Failed = FailedRunName & Pick<WatchedPipeline, 'namespace' | 'name'>;

/** Reads what each failed run reported once; the configuration says what is watched where. */
export const createCauseBook = (telemetry: TelemetryClient, places: readonly WatchedPlace[]): CauseBook => {
  let known = new Map<string, readonly Cause[]>();
  return async (pipelines, nowMs) => {
    const failed = pipelines.flatMap(({ namespace, name, failed: run }) =>
      run === null || nowMs - run.endedAtMs > oldestMs ? [] : [{ namespace, name, ...run }],
    );
    const unread = failed.filter((run) => !known.has(keyOf(run)));
    const errors = unread.length === 0 ? [] : await readReportedErrors(telemetry, unread);
    const byId = Map.groupBy(errors, ({ id }) => id);
    const next = new Map<string, readonly Cause[]>();
    const causes = new Map<string, readonly Cause[]>();
    for (const run of failed) {
      const found = known.get(keyOf(run)) ?? causesOfRun({ ...run, errors: errorsOf(byId, run) }, places);
      if (found.length > 0 || nowMs - run.endedAtMs > settledMs) next.set(keyOf(run), found);
      if (found.length > 0) causes.set(`${run.namespace}/${run.name}`, found);
    }
    known = next;
    return causes;
  };
};

const keyOf = ({ namespace, name, runId }: Failed): string => runKey({ namespace, pipeline: name, runId });

const errorsOf = (byId: ReadonlyMap<string, readonly ErrorOfRun[]>, { runId, traceId }: Failed): ErrorOfRun[] => [
  ...(byId.get(runId) ?? []),
  ...(traceId === null ? [] : (byId.get(traceId) ?? [])),
];
