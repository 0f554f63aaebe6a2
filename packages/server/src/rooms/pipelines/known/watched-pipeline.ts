import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { FailedRunName, WatchedPipeline } from '../../../room.ts';
import type { BareRun } from '../../runs/run-view.ts';
import { endOf, hasEnded } from './findings-of-runs.ts';
import type { JudgedPipeline } from './judge-pipeline.ts';
import { viewOf } from './read-pipeline.ts';

/** What alerts know of a pipeline beside its look. Pure. */
export const watchedPipeline = ({ pipeline, read }: JudgedPipeline, now: ReceptionTime): WatchedPipeline => {
  const { namespace, name, criticality, owner, nextDueAt } = pipeline;
  const latest = read.runs.map((run) => viewOf(run, now).run).find(hasEnded);
  return {
    namespace,
    name,
    criticality,
    owner,
    dueAtMs: nextDueAt == null ? null : Date.parse(nextDueAt),
    failed: latest?.state === 'failed' ? failedRun(latest) : null,
  };
};

const failedRun = (run: BareRun): FailedRunName => ({
  runId: run.runId,
  traceId: run.traceId,
  endedAtMs: endOf(run),
  failure: run.failure,
});
