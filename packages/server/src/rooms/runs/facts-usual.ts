import { type UsualRun, usualSampleSize } from '@sightglass/model';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import { storedRuns, type ViewReaders, viewsNow } from './facts-views.ts';
import { runKey } from './identity/run-name.ts';
import type { BareRun } from './run-view.ts';
import {
  isShareNeeded,
  isUsualNeeded,
  newestFirst,
  pipelineKey,
  sampleBefore,
  type SampledRun,
  sampledIn,
  usualBeforeEach,
} from './usual-before.ts';
import { usualRowsIn } from './usual-run.ts';

/**
 * By `runKey`, what was usual before each of these runs: one query for the runs before them, one for those between them where they lie with
 * gaps in their pipelines, and one for the stages of those only where a share of rejected rows can matter. Runs that are not judged by it
 * have none.
 */
export const usualBefore = async (
  readers: ViewReaders,
  runs: readonly BareRun[],
  now: ReceptionTime,
  haveGaps = false,
): Promise<ReadonlyMap<string, UsualRun | null>> => {
  const needed = runs.filter(isUsualNeeded);
  const own = sampledIn(runs);
  const between = haveGaps ? await succeededBetween(readers, needed, own) : [];
  return usualBeforeEach(needed, await sampleFor(readers, needed, [...own, ...between], now));
};

/** The runs that succeeded between the first and the last of these in their pipelines, and are none of them. */
const succeededBetween = async (
  { runs: reader }: ViewReaders,
  runs: readonly BareRun[],
  own: readonly SampledRun[],
): Promise<SampledRun[]> => {
  const spans = [...Map.groupBy(runs, pipelineKey).values()]
    .flatMap((each) => spanOf(each))
    .filter(({ fromMs, beforeMs }) => fromMs < beforeMs);
  const known = new Set(own.map(runKey));
  return (await reader.succeededBetween(spans)).filter((run) => !known.has(runKey(run)));
};

/** The same of the runs in strips, whose durations nothing is said about; `full`: keys of the pipelines that have older runs too. */
export const usualOfStrips = async (
  readers: ViewReaders,
  runs: readonly BareRun[],
  full: ReadonlySet<string>,
  now: ReceptionTime,
): Promise<ReadonlyMap<string, UsualRun | null>> => {
  const needed = runs.filter(isShareNeeded);
  const own = sampledIn(runs);
  const byPipeline = Map.groupBy(own.toSorted(newestFirst), pipelineKey);
  const isShort = (run: BareRun) =>
    full.has(pipelineKey(run)) && sampleBefore(run, byPipeline.get(pipelineKey(run)) ?? []).length < usualSampleSize;
  const short = new Set(needed.filter(isShort).map(pipelineKey));
  const those = runs.filter((run) => short.has(pipelineKey(run)));
  return usualBeforeEach(needed, await sampleFor(readers, those, own, now));
};

/** These runs, and those of their pipelines that succeeded before them. */
const sampleFor = async (
  readers: ViewReaders,
  runs: readonly BareRun[],
  own: readonly SampledRun[],
  now: ReceptionTime,
): Promise<SampledRun[]> => {
  const oldest = [...Map.groupBy(runs, pipelineKey).values()].flatMap((each) => oldestOf(each));
  const earlier = await readers.runs.succeededBefore(oldest, usualSampleSize);
  const all = [...new Map([...earlier, ...own].map((run): [string, SampledRun] => [runKey(run), run])).values()];
  const byPipeline = Map.groupBy(all.toSorted(newestFirst), pipelineKey);
  const sampled = runs
    .filter(isShareNeeded)
    .flatMap((run) => sampleBefore(run, byPipeline.get(pipelineKey(run)) ?? []));
  const names = [...new Map(sampled.filter((run) => !('rows' in run)).map((run) => [runKey(run), run])).values()];
  const views = names.length === 0 ? [] : viewsNow(await storedRuns(readers, names), now);
  const read = new Map(views.map(({ run }) => [runKey(run), usualRowsIn(run)]));
  return all.map((run) => ('rows' in run ? run : { ...run, rows: read.get(runKey(run)) }));
};

const spanOf = (runs: readonly BareRun[]) => {
  const [oldest, ...others] = runs.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
  if (oldest === undefined) return [];
  const { namespace, pipeline, startedAt } = oldest;
  const latest = others.at(-1) ?? oldest;
  return [{ namespace, pipeline, fromMs: Date.parse(startedAt), beforeMs: Date.parse(latest.startedAt) }];
};

const oldestOf = (runs: readonly BareRun[]) =>
  spanOf(runs).map(({ namespace, pipeline, fromMs }) => ({ namespace, pipeline, beforeMs: fromMs }));
