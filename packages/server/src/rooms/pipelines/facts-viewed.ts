import {
  type DescribedPipeline,
  type Freshness,
  freshnessOf,
  pipelineNeedsAttention,
  pipelineSentence,
  pipelineUrgency,
  pipelineVerdict,
  shownPipeline,
  shownRun,
  usualIn,
  usualSampleSize,
  writtenSentence,
} from '@sightglass/model';
import { type Pipeline } from '@sightglass/model/rest';
import { planProblems, readDeadline } from '@sightglass/model/schedule';
import type { Plans } from '../../plans/plans.ts';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import { nextDueMs } from '../../schedule/due-times.ts';
import type { PipelineReader, PipelineSummary } from './facts.ts';
import { settingsNow } from './plan-view.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import type { RunFacts } from '../runs/facts.ts';
import type { StageReader } from '../runs/facts-stages.ts';
import { latestUsable, type UsualOf } from '../runs/latest-usable.ts';
import { briefRun } from '../runs/brief-run.ts';
import { instantOf } from '../../http/instant.ts';
import { deadlineOf, type OtherSuccess } from '../runs/deadlines/deadline.ts';
import { usualOfStrips } from '../runs/facts-usual.ts';
import { succeededBefore, viewsOf } from '../runs/facts-views.ts';
import { judgedRun, runMarkOf, timedRun } from '../runs/judged-run.ts';
import { runKey, type RunName } from '../runs/identity/run-name.ts';
import type { BareRun, RunView } from '../runs/run-view.ts';
import { pipelineKey } from '../runs/usual-before.ts';
import { stageDeadlinesOf } from '../runs/stage-deadlines/stage-deadlines.ts';
import { isSampleShort, usualFiguresOf, usualSample } from '../runs/usual-run.ts';

/** Runs in a pipeline's strip, and in its figures. */
export const recentRuns = 30;
/** Succeeded runs before the latest ones, looked at when none of those brought data. */
const lookedBackAt = 300;

export interface ViewedPipeline {
  readonly pipeline: Pipeline;
  /** What the words about it are made of. */
  readonly described: DescribedPipeline;
  /** Newest first. */
  readonly views: readonly RunView[];
  /** Of its latest run, and in force now. */
  readonly settings: RunFacts;
  /** Those that say what is usual. */
  readonly sample: readonly RunView[];
}

export interface PipelineParts {
  readonly pipelines: PipelineReader;
  readonly plans: Plans;
  readonly runs: RunReader;
  readonly stages: StageReader;
  readonly receptionTime: () => ReceptionTime;
}

/** Reads all that is shown of these pipelines. */
export const pipelineViewer = ({ plans, runs, stages, receptionTime }: Omit<PipelineParts, 'pipelines'>) => {
  const view = async (summaries: readonly PipelineSummary[]): Promise<ViewedPipeline[]> => {
    const names = summaries.flatMap((summary) => summary.runIds.map((runId) => runOf(summary, runId)));
    const facts = (await runs.byNames(names)).map(briefRun);
    const now = receptionTime();
    const views = await viewsOf(stages, facts, now);
    const factsById = new Map(facts.map((run) => [runKey(run), run]));
    const viewsById = new Map(views.map((one) => [runKey(one.run), one]));
    const recentOf = (summary: PipelineSummary) =>
      summary.runIds.flatMap((runId) => viewsById.get(runKey(runOf(summary, runId))) ?? []);
    const usualOf = await usualOfStrips(
      { runs, stages },
      views.map(({ run }) => run),
      new Set(summaries.filter(({ runIds }) => runIds.length === recentRuns).map(keyOfSummary)),
      now,
    );
    const usualBefore: UsualOf = (run) => usualOf.get(runKey(run)) ?? null;
    const unclear = summaries.filter((summary) => needsOlderRuns(summary, recentOf(summary), usualBefore));
    const older = await succeededEarlier(unclear, now);
    const viewed = summaries.map(async (summary): Promise<ViewedPipeline[]> => {
      const recent = recentOf(summary);
      const [latest, ...before] = summary.runIds.flatMap((runId) => factsById.get(runKey(runOf(summary, runId))) ?? []);
      if (latest === undefined) return [];
      const settings = settingsNow(plans, [latest, ...before]);
      const succeeded = older.get(keyOf(summary.namespace, summary.name));
      const sample = usualSample(recent[0], succeeded ?? recent);
      const fresh = latestUsable(recent, usualBefore) ?? (await freshBefore(summary, succeeded ?? [], now));
      const known = { views: recent, sample };
      const judged = pipelineOf(summary, { latest, settings }, { ...known, fresh, usualBefore }, now);
      return [{ ...known, ...judged, settings }];
    });
    return (await Promise.all(viewed)).flat();
  };

  /** The runs of each that succeeded last, by pipeline: one more than say what is usual, as the very last run does not. */
  const succeededEarlier = async (summaries: readonly PipelineSummary[], now: ReceptionTime) => {
    const names = [...new Set(summaries.map(({ name }) => name))];
    const found = names.length === 0 ? [] : await runs.latestSucceeded(names, usualSampleSize + 1);
    return Map.groupBy(await viewsOf(stages, found, now), ({ run }) => keyOf(run.namespace, run.pipeline));
  };

  /** Only when all that succeeded lately brought nothing. */
  const freshBefore = async (
    { namespace, name, freshAtMs }: PipelineSummary,
    succeeded: readonly RunView[],
    now: ReceptionTime,
  ): Promise<string | null> => {
    const usual = usualIn(usualFiguresOf(succeeded));
    const known = latestUsable(succeeded, () => usual);
    const oldest = succeeded.at(-1)?.run;
    if (known !== null || freshAtMs === 0 || oldest === undefined || succeeded.length <= usualSampleSize) return known;
    const pipeline = { namespace, pipeline: name };
    const position = { ...pipeline, startedAtMs: Date.parse(oldest.startedAt), runId: oldest.runId };
    const before = await succeededBefore({ runs, stages }, pipeline, position, lookedBackAt, now);
    return latestUsable(before, () => usual);
  };

  return view;
};

export const keyOf = (namespace: string, name: string): string => pipelineKey({ namespace, pipeline: name });
const runOf = ({ namespace, name }: PipelineSummary, runId: string): RunName => ({ namespace, pipeline: name, runId });
const keyOfSummary = ({ namespace, name }: PipelineSummary): string => keyOf(namespace, name);

/** Whether its recent runs do not tell what is usual, or when usable data arrived, and there are older ones. */
const needsOlderRuns = ({ freshAtMs }: PipelineSummary, recent: readonly RunView[], usualBefore: UsualOf): boolean =>
  recent.length === recentRuns &&
  (isSampleShort(recent) || (freshAtMs > 0 && latestUsable(recent, usualBefore) === null));

interface Recent extends Pick<ViewedPipeline, 'views' | 'sample'> {
  readonly fresh: string | null;
  readonly usualBefore: UsualOf;
}

const pipelineOf = (
  summary: PipelineSummary,
  { latest, settings }: { readonly latest: RunFacts; readonly settings: RunFacts },
  { views, sample, fresh, usualBefore: usualBeforeOthers }: Recent,
  now: ReceptionTime,
): Pick<ViewedPipeline, 'pipeline' | 'described'> => {
  const all = views.map((view) => view.run);
  const ended = all.filter((run) => run.state !== 'running' && run.state !== 'missed');
  const [last, before] = all as [BareRun, ...BareRun[]];
  const usual = usualFiguresOf(sample);
  const deadline = deadlineOf(latest, now, successesIn(all));
  const stageDeadlines = stageDeadlinesOf(latest, views[0] as RunView, now, views);
  const lastRun = judgedRun(timedRun(last, deadline, stageDeadlines), usualIn(usual), now);
  const usualBefore: UsualOf = (run) => (run === last ? usualIn(usual) : usualBeforeOthers(run));
  const succeeded = ended.filter((run) => shownRun(run, usualBefore(run)).id === 'succeeded');
  const missed = missedOf(all);
  const described: DescribedPipeline = {
    name: summary.name,
    criticality: settings.criticality,
    lastRun,
    runBefore: before === undefined ? null : { run: before, usual: usualBefore(before) },
    missed,
    usual: usualIn(usual),
    freshness: freshnessIn(settings, { views, usualBefore, usualDurationMs: usual?.durationMs ?? null }, now),
    nextDueAt: nextDueAt(settings, now),
    nowMs: now.nowMs,
  };
  const pipeline: Pipeline = {
    namespace: summary.namespace,
    name: summary.name,
    owner: settings.owner,
    criticality: settings.criticality,
    schedule: settings.schedule,
    timeZone: settings.timeZone,
    deadline: settings.deadline,
    unreadable: planProblems(settings),
    lastRun,
    freshAt: fresh,
    lateSince: described.freshness?.lateSince ?? null,
    usualGapMs: described.freshness?.usualGapMs ?? null,
    recentRuns: all.map((run) => runMarkOf(run, usualBefore(run))).reverse(),
    successRate: ended.length === 0 ? null : succeeded.length / ended.length,
    usual,
    nextDueAt: described.nextDueAt ?? null,
    missed,
    ...judgedWords(described, now.nowMs),
  };
  return { pipeline, described };
};

/** What is said of a pipeline, as answers hold it. */
export const judgedWords = (described: DescribedPipeline, nowMs: number) => ({
  verdict: pipelineVerdict(described),
  shown: shownPipeline(described),
  ...writtenSentence(pipelineSentence(described), nowMs),
  needsAttention: pipelineNeedsAttention(described),
  urgency: pipelineUrgency(described),
});

/** Of a pipeline that says itself when data is due, its schedule and deadline tell. */
const freshnessIn = (
  settings: RunFacts,
  {
    views,
    usualBefore,
    usualDurationMs,
  }: Omit<Recent, 'sample' | 'fresh'> & { readonly usualDurationMs: number | null },
  { nowMs }: ReceptionTime,
): Freshness | null => {
  const { schedule, timeZone, calendar, deadline } = settings;
  const isPlanned = schedule !== null && nextDueMs({ cron: schedule, timeZone, calendar }, nowMs) !== undefined;
  if (isPlanned || (deadline !== null && readDeadline(deadline) !== undefined)) return null;
  const ends = views.flatMap((view) => latestUsable([view], usualBefore) ?? []);
  return freshnessOf(ends, nowMs, usualDurationMs);
};

const successesIn = (runs: readonly BareRun[]): OtherSuccess[] =>
  runs.flatMap(({ state, startedAt, finishedAt }) =>
    state !== 'succeeded' || finishedAt === null
      ? []
      : [{ startedAtMs: Date.parse(startedAt), finishedAtMs: Date.parse(finishedAt) }],
  );

const nextDueAt = ({ schedule, timeZone, calendar }: RunFacts, { nowMs }: ReceptionTime): string | null => {
  const dueMs = schedule === null ? undefined : nextDueMs({ cron: schedule, timeZone, calendar }, nowMs);
  return dueMs === undefined ? null : instantOf(dueMs);
};

/** What has been missed since a run last started. */
const missedOf = (newestFirst: readonly BareRun[]): NonNullable<Pipeline['missed']> | null => {
  const started = newestFirst.findIndex((run) => run.state !== 'missed');
  const missed = started === -1 ? newestFirst : newestFirst.slice(0, started);
  const [latest] = missed;
  if (latest === undefined) return null;
  const isFirst = started === -1 && newestFirst.length < recentRuns;
  return { runId: latest.runId, dueAt: latest.startedAt, inARow: missed.length, ...(isFirst ? { isFirst } : {}) };
};
