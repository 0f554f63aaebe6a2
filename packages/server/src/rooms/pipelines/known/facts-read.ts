import { type UsualRun, usualIn, usualSampleSize } from '@sightglass/model';
import type { Plans } from '../../../plans/plans.ts';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { briefRun } from '../../runs/brief-run.ts';
import type { RunReader } from '../../runs/facts-runs.ts';
import type { StageReader } from '../../runs/facts-stages.ts';
import { usualOfStrips } from '../../runs/facts-usual.ts';
import { storedRuns, type StoredRun, succeededBefore, viewsOf } from '../../runs/facts-views.ts';
import { runKey, type RunName } from '../../runs/identity/run-name.ts';
import { latestUsable, type UsualOf } from '../../runs/latest-usable.ts';
import { type RunView, runViewAt } from '../../runs/run-view.ts';
import { pipelineKey } from '../../runs/usual-before.ts';
import { isSampleShort, usualFiguresOf, usualSample } from '../../runs/usual-run.ts';
import type { PipelineSummary } from '../facts.ts';
import { settingsNow } from '../plan-view.ts';
import { type ReadPipeline, readPipelineOf, recentRuns } from './read-pipeline.ts';

/** Succeeded runs before the latest ones, looked at when none of those brought data. */
const lookedBackAt = 300;

export interface ReadingParts {
  readonly plans: Plans;
  readonly runs: RunReader;
  readonly stages: StageReader;
  readonly receptionTime: () => ReceptionTime;
}

/** Reads all that is shown of pipelines with these newest runs. */
export const createReading =
  (parts: ReadingParts) =>
  async (summaries: readonly PipelineSummary[]): Promise<ReadPipeline[]> => {
    const now = parts.receptionTime();
    const stored = await newestRuns(parts, summaries);
    const views = new Map([...stored].map(([key, run]) => [key, runViewAt(run.facts, run.stages, now)]));
    const recentOf = (summary: PipelineSummary) => found(views, summary);
    const usualOf = await usualOfStrips(
      parts,
      [...views.values()].map(({ run }) => run),
      new Set(summaries.filter(({ runIds }) => runIds.length === recentRuns).map(keyOfSummary)),
      now,
    );
    const usualBefore: UsualOf = (run) => usualOf.get(runKey(run)) ?? null;
    const unclear = summaries.filter((summary) => needsOlderRuns(summary, recentOf(summary), usualBefore));
    const older = await succeededEarlier(parts, unclear, now);
    const read = summaries.map(async (summary): Promise<ReadPipeline[]> => {
      const [latest, ...before] = found(stored, summary);
      if (latest === undefined) return [];
      const recent = recentOf(summary);
      const succeeded = older.get(keyOfSummary(summary));
      const facts = [latest, ...before].map((run) => run.facts);
      return [
        readPipelineOf({
          settings: settingsNow(parts.plans, [latest.facts, ...facts.slice(1)]),
          stored: [latest, ...before],
          views: recent,
          sample: usualSample(recent[0], succeeded ?? recent),
          usualOf,
          freshAt: latestUsable(recent, usualBefore) ?? (await freshBefore(parts, summary, succeeded ?? [], now)),
        }),
      ];
    });
    return (await Promise.all(read)).flat();
  };

const keyOfSummary = ({ namespace, name }: PipelineSummary): string => pipelineKey({ namespace, pipeline: name });
const runOf = ({ namespace, name }: PipelineSummary, runId: string): RunName => ({ namespace, pipeline: name, runId });

/** What is known of its runs, newest first. */
const found = <Of>(known: ReadonlyMap<string, Of>, summary: PipelineSummary): Of[] =>
  summary.runIds.flatMap((runId) => known.get(runKey(runOf(summary, runId))) ?? []);

/** By `runKey`. */
const newestRuns = async (
  parts: ReadingParts,
  summaries: readonly PipelineSummary[],
): Promise<ReadonlyMap<string, StoredRun>> => {
  const names = summaries.flatMap((summary) => summary.runIds.map((runId) => runOf(summary, runId)));
  const stored = await storedRuns(parts, names);
  return new Map(stored.map(({ facts, stages }) => [runKey(facts), { facts: briefRun(facts), stages }]));
};

/** The runs of each that succeeded last, by pipeline: one more than say what is usual, as the very last run does not. */
const succeededEarlier = async (
  { runs, stages }: ReadingParts,
  summaries: readonly PipelineSummary[],
  now: ReceptionTime,
): Promise<ReadonlyMap<string, readonly RunView[]>> => {
  const names = [...new Set(summaries.map(({ name }) => name))];
  const succeeded = names.length === 0 ? [] : await runs.latestSucceeded(names, usualSampleSize + 1);
  return Map.groupBy(await viewsOf(stages, succeeded, now), ({ run }) => pipelineKey(run));
};

/** Only when all that succeeded lately brought nothing. */
const freshBefore = async (
  { runs, stages }: ReadingParts,
  { namespace, name, freshAtMs }: PipelineSummary,
  succeeded: readonly RunView[],
  now: ReceptionTime,
): Promise<string | null> => {
  const usual: UsualRun | null = usualIn(usualFiguresOf(succeeded));
  const known = latestUsable(succeeded, () => usual);
  const oldest = succeeded.at(-1)?.run;
  if (known !== null || freshAtMs === 0 || oldest === undefined || succeeded.length <= usualSampleSize) return known;
  const pipeline = { namespace, pipeline: name };
  const position = { ...pipeline, startedAtMs: Date.parse(oldest.startedAt), runId: oldest.runId };
  const before = await succeededBefore({ runs, stages }, pipeline, position, lookedBackAt, now);
  return latestUsable(before, () => usual);
};

/** Whether its recent runs do not tell what is usual, or when usable data arrived, and there are older ones. */
const needsOlderRuns = ({ freshAtMs }: PipelineSummary, recent: readonly RunView[], usualBefore: UsualOf): boolean =>
  recent.length === recentRuns &&
  (isSampleShort(recent) || (freshAtMs > 0 && latestUsable(recent, usualBefore) === null));
