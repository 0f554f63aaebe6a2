import { rejectedShare, usualSampleSize } from '@sightglass/model';
import type { PipelineDetail, RunDetail, UsualFigures } from '@sightglass/model/rest';
import type { BareStage, RunView } from './run-view.ts';

const isSucceeded = ({ run }: RunView): boolean => run.state === 'succeeded';

/** Whether the runs before the first of `recent` (newest first) leave open what is usual for it. */
export const isSampleShort = (recent: readonly RunView[]): boolean =>
  recent.slice(1).filter(isSucceeded).length < usualSampleSize;

/** The runs that say what is usual for a run: of these, newest first, the latest others that succeeded. */
export const usualSample = (latest: RunView | undefined, views: readonly RunView[]): readonly RunView[] =>
  views.filter((view) => isSucceeded(view) && view.run.runId !== latest?.run.runId).slice(0, usualSampleSize);

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

/** What these runs look like; null without any. */
export const usualFiguresOf = (views: readonly Pick<RunView, 'run'>[]): UsualFigures | null => {
  if (views.length === 0) return null;
  const runs = views.map((view) => view.run);
  return {
    sampleSize: runs.length,
    durationMs: median(runs.map((run) => run.durationMs)),
    rowsRead: median(runs.map((run) => run.rows.read)),
    rowsWritten: median(runs.map((run) => run.rows.written)),
    rejectedShare: median(runs.map((run) => rejectedShare(run.rows))),
  };
};

/** The same, stage by stage. */
export const usualRunOf = (views: readonly RunView[]): RunDetail['usual'] => {
  const figures = usualFiguresOf(views);
  const stages = [...stagesByName(views)].map(([name, stages]) => ({
    name,
    durationMs: median(stages.map((stage) => stage.durationMs)),
    rowsRead: median(stages.map((stage) => stage.rows.read)),
    rowsWritten: median(stages.map((stage) => stage.rows.written)),
  }));
  return figures === null ? null : { ...figures, stages };
};

/** How each stage goes: usually, or before anything is usual in the recent runs that succeeded, and how often it failed of late. */
export const stageTrendsOf = (recent: readonly RunView[], usual: readonly RunView[]): PipelineDetail['stages'] => {
  const usualStages = stagesByName(usual.length > 0 ? usual : recent.filter(({ run }) => run.state === 'succeeded'));
  return [...stagesByName(recent)].map(([name, stages]) => {
    const sample = usualStages.get(name) ?? [];
    const ofSample = (figure: (of: readonly BareStage[]) => number) => (sample.length === 0 ? null : figure(sample));
    return {
      name,
      medianDurationMs: ofSample((of) => median(durationsOf(of))),
      p95DurationMs: ofSample((of) => quantile(durationsOf(of), 0.95)),
      medianRowsWritten: ofSample((of) => median(of.map((stage) => stage.rows.written))),
      failedRuns: new Set(stages.filter((stage) => stage.state === 'failed').map((stage) => stage.runId)).size,
      runs: new Set(stages.map((stage) => stage.runId)).size,
    };
  });
};

const durationsOf = (stages: readonly BareStage[]): number[] => stages.map((stage) => stage.durationMs);

const stagesByName = (
  views: readonly RunView[],
): ReadonlyMap<string, readonly (BareStage & { readonly runId: string })[]> =>
  Map.groupBy(
    views.flatMap((view) => view.stages.map((stage) => ({ ...stage, runId: view.run.runId }))),
    ({ name }) => name,
  );
