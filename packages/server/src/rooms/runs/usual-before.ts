import {
  isEmpty,
  type Ledger,
  leastUnusualShare,
  leastUsualRuns,
  rejectedShare,
  type UsualRun,
  usualIn,
  usualSampleSize,
} from '@sightglass/model';
import { runKey, type RunName } from './identity/run-name.ts';
import type { BareRun } from './run-view.ts';
import { median, usualRowsIn, usualShare } from './usual-run.ts';

/** A run that succeeded, as far as it shows what is usual. */
export interface SampledRun extends RunName {
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Absent while they have not been read, and where a file failed its contract: then they are not as usual. */
  readonly rows?: Ledger | undefined;
}

type Placed = Pick<SampledRun, 'runId' | 'namespace' | 'pipeline' | 'startedAtMs'>;

export const pipelineKey = ({ namespace, pipeline }: Pick<Placed, 'namespace' | 'pipeline'>): string =>
  JSON.stringify([namespace, pipeline]);

/** By `runKey`: what was usual before each of these runs, of the latest runs of its pipeline that succeeded before it; null while too few did. */
export const usualBeforeEach = (
  runs: readonly BareRun[],
  sampled: readonly SampledRun[],
): ReadonlyMap<string, UsualRun | null> => {
  const byPipeline = Map.groupBy(sampled.toSorted(newestFirst), pipelineKey);
  return new Map(
    runs.map((run) => [runKey(run), usualOfSample(sampleBefore(run, byPipeline.get(pipelineKey(run)) ?? []))]),
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
          ...usualRowsOf(sample.flatMap(({ rows }) => rows ?? [])),
        },
  );

const usualRowsOf = (rows: readonly Ledger[]): Pick<UsualRun, 'rejectedShare' | 'rowsRead' | 'rowsWritten'> => {
  const rejectedShare = usualShare(rows, leastUsualRuns);
  if (rows.length === 0) return { rejectedShare };
  return {
    rejectedShare,
    rowsRead: median(rows.map(({ read }) => read)),
    rowsWritten: median(rows.map(({ written }) => written)),
  };
};

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
    .map((run) => ({
      ...placed(run),
      durationMs: run.durationMs,
      rows: usualRowsIn(run),
    }));

/** Whether the rows that are usual can matter to the verdict on a run: it rejected some, or counted none. */
export const isShareNeeded = ({ state, rows, empty }: BareRun): boolean =>
  state === 'succeeded' && (rejectedShare(rows) >= leastUnusualShare || (isEmpty(rows) && empty !== 'legal'));

/** Whether anything that is usual matters to the words about a run. */
export const isUsualNeeded = ({ state }: BareRun): boolean => state === 'succeeded' || state === 'running';
