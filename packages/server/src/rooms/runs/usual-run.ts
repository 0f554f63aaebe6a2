import {
  countsRows,
  hasFailedContract,
  type Ledger,
  leastUsualRuns,
  rejectedShare,
  usualSampleSize,
} from '@sightglass/model';
import type { PipelineDetail, RunDetail, UsualFigures } from '@sightglass/model/rest';
import type { BareRun, BareStage, RunView } from './run-view.ts';

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

/** Its rows, as far as they show what is usual: not those of a run of which a file failed its contract. */
export const usualRowsIn = (run: BareRun): Ledger | undefined => (hasFailedContract(run) ? undefined : run.rows);

/** The usual share of rejected rows, 0 to 1; null of fewer runs than `least`. */
export const usualShare = (rows: readonly Ledger[], least: number): number | null =>
  rows.length < least ? null : median(rows.map(rejectedShare));

/** What these runs look like; null without any. */
export const usualFiguresOf = (views: readonly Pick<RunView, 'run'>[]): UsualFigures | null => {
  if (views.length === 0) return null;
  const runs = views.map((view) => view.run);
  const rows = runs.flatMap((run) => usualRowsIn(run) ?? []);
  return {
    sampleSize: runs.length,
    durationMs: median(runs.map((run) => run.durationMs)),
    rowsRead: median(rows.map(({ read }) => read)),
    rowsWritten: median(rows.map(({ written }) => written)),
    rejectedShare: usualShare(rows, Math.min(runs.length, leastUsualRuns)),
  };
};

/** The same, stage by stage. */
export const usualRunOf = (views: readonly RunView[]): RunDetail['usual'] => {
  const figures = usualFiguresOf(views);
  const stages = [...stagesByName(views)].map(([name, stages]) => ({
    name,
    durationMs: median(stages.map((stage) => stage.durationMs)),
    rowsRead: median(usualStageRows(stages).map(({ read }) => read)),
    rowsWritten: median(usualStageRows(stages).map(({ written }) => written)),
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
      medianRowsWritten: medianWritten(usualStageRows(sample)),
      failedRuns: new Set(stages.filter((stage) => stage.state === 'failed').map((stage) => stage.runId)).size,
      runs: new Set(stages.map((stage) => stage.runId)).size,
    };
  });
};

/** Null where nothing was counted. */
const medianWritten = (rows: readonly Ledger[]): number | null =>
  rows.some(countsRows) ? median(rows.map(({ written }) => written)) : null;

const usualStageRows = (stages: readonly StageOfRun[]): Ledger[] =>
  stages.flatMap((stage) => (stage.isUsual ? stage.rows : []));

const durationsOf = (stages: readonly BareStage[]): number[] => stages.map((stage) => stage.durationMs);

type StageOfRun = BareStage & { readonly runId: string; readonly isUsual: boolean };

/** `isUsual`: the rows of its run show what is usual. */
const stagesByName = (views: readonly RunView[]): ReadonlyMap<string, readonly StageOfRun[]> =>
  Map.groupBy(
    views.flatMap(({ run, stages }) => {
      const isUsual = usualRowsIn(run) !== undefined;
      return stages.map((stage) => ({ ...stage, runId: run.runId, isUsual }));
    }),
    ({ name }) => name,
  );
