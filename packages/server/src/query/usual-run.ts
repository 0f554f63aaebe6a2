import type { PipelineDetail, RunDetail } from '@sightglass/model/api';
import type { RunView } from './run-view.ts';

/** Median; 0 of nothing. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Quantile by linear interpolation between the nearest ranks; 0 of nothing. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (sorted.length - 1) * share;
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below + (above - below) * (rank - Math.floor(rank));
};

/** What these runs look like, stage by stage; null without any. */
export const usualOf = (views: readonly RunView[]): RunDetail['usual'] => {
  if (views.length === 0) return null;
  const runs = views.map((view) => view.run);
  return {
    sampleSize: runs.length,
    durationMs: median(runs.map((run) => run.durationMs)),
    rowsRead: median(runs.map((run) => run.rows.read)),
    rowsWritten: median(runs.map((run) => run.rows.written)),
    rowsRejected: median(runs.map((run) => run.rows.rejected)),
    stages: stagesByName(views).map(([name, stages]) => ({
      name,
      durationMs: median(stages.map((stage) => stage.durationMs)),
      rowsRead: median(stages.map((stage) => stage.rows.read)),
      rowsWritten: median(stages.map((stage) => stage.rows.written)),
    })),
  };
};

/** How each stage went over these runs. */
export const stageTrendsOf = (views: readonly RunView[]): PipelineDetail['stages'] =>
  stagesByName(views).map(([name, stages]) => {
    const ended = stages.filter((stage) => stage.state !== 'running');
    return {
      name,
      medianDurationMs: median(ended.map((stage) => stage.durationMs)),
      p95DurationMs: quantile(
        ended.map((stage) => stage.durationMs),
        0.95,
      ),
      medianRowsWritten: median(ended.map((stage) => stage.rows.written)),
      failedRuns: new Set(stages.filter((stage) => stage.state === 'failed').map((stage) => stage.runId)).size,
      runs: new Set(stages.map((stage) => stage.runId)).size,
    };
  });

const stagesByName = (views: readonly RunView[]) => {
  const stages = views.flatMap((view) => view.stages.map((stage) => ({ ...stage, runId: view.run.runId })));
  return [...Map.groupBy(stages, (stage) => stage.name)];
};
