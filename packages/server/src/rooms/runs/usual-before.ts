import { leastUnusualShare, rejectedShare, type UsualRun, usualIn, usualSampleSize } from '@sightglass/model';
import type { BareRun } from './run-view.ts';
import { median } from './usual-run.ts';

/** A run that succeeded, as far as it shows what is usual. */
export interface SampledRun {
  readonly runId: string;
  readonly namespace: string;
  readonly pipeline: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Null while it has not been read. */
  readonly rejectedShare: number | null;
}

type Placed = Pick<SampledRun, 'runId' | 'namespace' | 'pipeline' | 'startedAtMs'>;

export const pipelineKey = ({ namespace, pipeline }: Pick<Placed, 'namespace' | 'pipeline'>): string =>
  JSON.stringify([namespace, pipeline]);

/** What was usual before each of these runs: of the latest runs of its pipeline that succeeded before it; null while too few did. */
export const usualBeforeEach = (
  runs: readonly BareRun[],
  sampled: readonly SampledRun[],
): ReadonlyMap<string, UsualRun | null> => {
  const byPipeline = Map.groupBy(sampled.toSorted(newestFirst), pipelineKey);
  return new Map(
    runs.map((run) => [run.runId, usualOfSample(sampleBefore(run, byPipeline.get(pipelineKey(run)) ?? []))]),
  );
};

/** The runs that show what was usual before this one, from all of its pipeline, newest first. */
export const sampleBefore = (run: BareRun, newestFirstSampled: readonly SampledRun[]): SampledRun[] => {
  const own: Placed = placed(run);
  return newestFirstSampled.filter((one) => newestFirst(own, one) < 0).slice(0, usualSampleSize);
};

const usualOfSample = (sample: readonly SampledRun[]): UsualRun | null =>
  usualIn(
    sample.length === 0
      ? null
      : {
          sampleSize: sample.length,
          durationMs: median(sample.map(({ durationMs }) => durationMs)),
          rejectedShare: median(sample.map((one) => one.rejectedShare ?? 0)),
        },
  );

const placed = ({ runId, namespace, pipeline, startedAt }: BareRun): Placed => ({
  runId,
  namespace,
  pipeline,
  startedAtMs: Date.parse(startedAt),
});

export const newestFirst = (a: Placed, b: Placed): number =>
  b.startedAtMs - a.startedAtMs || (b.runId > a.runId ? 1 : b.runId < a.runId ? -1 : 0);

/** The runs among these that succeeded. */
export const sampledIn = (runs: readonly BareRun[]): SampledRun[] =>
  runs
    .filter(({ state }) => state === 'succeeded')
    .map((run) => ({ ...placed(run), durationMs: run.durationMs, rejectedShare: rejectedShare(run.rows) }));

/** Whether what share is usually rejected can matter to the verdict on a run. */
export const isShareNeeded = ({ state, rows }: BareRun): boolean =>
  state === 'succeeded' && rejectedShare(rows) >= leastUnusualShare;

/** Whether anything that is usual matters to the words about a run. */
export const isUsualNeeded = ({ state }: BareRun): boolean => state === 'succeeded' || state === 'running';
