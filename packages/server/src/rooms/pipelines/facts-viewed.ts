import {
  type DescribedPipeline,
  type Freshness,
  freshnessOf,
  pipelineNeedsAttention,
  pipelineSentence,
  pipelineUrgency,
  pipelineVerdict,
  shownPipeline,
  usualIn,
  usualSampleSize,
  writtenSentence,
} from '@sightglass/model';
import type { Pipeline } from '@sightglass/model/rest';
import { planProblems, readDeadline } from '@sightglass/model/schedule';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import { nextDueMs } from '../../schedule/due-times.ts';
import type { PipelineReader, PipelineSummary } from './facts.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import type { RunFacts } from '../runs/facts.ts';
import type { StageReader } from '../runs/facts-stages.ts';
import { latestUsable, type UsualOf } from '../runs/latest-usable.ts';
import { instantOf } from '../../http/instant.ts';
import { deadlineOf, type OtherSuccess } from '../runs/deadlines/deadline.ts';
import { usualOfStrips } from '../runs/facts-usual.ts';
import { succeededBefore, viewsOf } from '../runs/facts-views.ts';
import { briefRun } from '../runs/brief-run.ts';
import { judgedRun, runMarkOf } from '../runs/judged-run.ts';
import { runKey, type RunName } from '../runs/identity/run-name.ts';
import type { BareRun, RunView } from '../runs/run-view.ts';
import { pipelineKey } from '../runs/usual-before.ts';
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
  /** Those that say what is usual. */
  readonly sample: readonly RunView[];
}

export interface PipelineParts {
  readonly pipelines: PipelineReader;
  readonly runs: RunReader;
  readonly stages: StageReader;
  readonly receptionTime: () => ReceptionTime;
}

/** Reads all that is shown of these pipelines. */
export const pipelineViewer = ({ runs, stages, receptionTime }: Omit<PipelineParts, 'pipelines'>) => {
  const view = async (summaries: readonly PipelineSummary[]): Promise<ViewedPipeline[]> => {
    const names = summaries.flatMap((summary) => summary.runIds.map((runId) => nameOf(summary, runId)));
    const facts = (await runs.byNames(names)).map(briefRun);
    const now = receptionTime();
    const views = await viewsOf(stages, facts, now);
    const factsById = new Map(facts.map((run) => [runKey(run), run]));
    const viewsById = new Map(views.map((one) => [runKey(one.run), one]));
    const recentOf = (summary: PipelineSummary) =>
      summary.runIds.flatMap((runId) => viewsById.get(runKey(nameOf(summary, runId))) ?? []);
    const usualOf = await usualOfStrips(
      { runs, stages },
      views.map(({ run }) => run),
      new Set(summaries.filter(({ runIds }) => runIds.length === recentRuns).map(keyOfSummary)),
      now,
    );
    const usualBefore: UsualOf = (run) => usualOf.get(runKey(run)) ?? null;
    const older = await succeededEarlier(
      summaries.filter((summary) => needsOlderRuns(summary, recentOf(summary), usualBefore)),
      now,
    );
    const viewed = summaries.map(async (summary): Promise<ViewedPipeline[]> => {
      const recent = recentOf(summary);
      const latest = factsById.get(runKey(nameOf(summary, summary.runIds[0] ?? '')));
      if (latest === undefined) return [];
      const succeeded = older.get(keyOf(summary.namespace, summary.name));
      const sample = usualSample(recent[0], succeeded ?? recent);
      const fresh = latestUsable(recent, usualBefore) ?? (await freshBefore(summary, succeeded ?? [], now));
      const known = { views: recent, sample, fresh, usualBefore };
      return [{ views: recent, sample, ...pipelineOf(summary, latest, known, now) }];
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
const nameOf = ({ namespace, name }: PipelineSummary, runId: string): RunName => ({ namespace, pipeline: name, runId });
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
  latest: RunFacts,
  { views, sample, fresh, usualBefore: usualBeforeOthers }: Recent,
  now: ReceptionTime,
): Pick<ViewedPipeline, 'pipeline' | 'described'> => {
  const all = views.map((view) => view.run);
  const ended = all.filter((run) => run.state !== 'running' && run.state !== 'missed');
  const succeeded = ended.filter((run) => run.state === 'succeeded');
  const [last, before] = all as [BareRun, ...BareRun[]];
  const usual = usualFiguresOf(sample);
  const deadline = deadlineOf(latest, now, successesIn(all));
  const lastRun = judgedRun({ ...last, deadline }, usualIn(usual), now);
  const usualBefore: UsualOf = (run) => (run === last ? usualIn(usual) : usualBeforeOthers(run));
  const missed = missedOf(all);
  const described: DescribedPipeline = {
    name: summary.name,
    lastRun,
    runBefore: before === undefined ? null : { run: before, usual: usualBefore(before) },
    missed,
    usual: usualIn(usual),
    freshness: freshnessIn(latest, views, usualBefore, now),
  };
  const pipeline: Pipeline = {
    namespace: summary.namespace,
    name: summary.name,
    owner: latest.owner,
    criticality: latest.criticality,
    schedule: latest.schedule,
    timeZone: latest.timeZone,
    deadline: latest.deadline,
    unreadable: planProblems(latest),
    lastRun,
    freshAt: fresh,
    lateSince: described.freshness?.lateSince ?? null,
    recentRuns: all.map((run) => runMarkOf(run, usualBefore(run))).reverse(),
    successRate: ended.length === 0 ? null : succeeded.length / ended.length,
    usual,
    nextDueAt: nextDueAt(latest, now),
    missed,
    verdict: pipelineVerdict(described),
    shown: shownPipeline(described),
    ...writtenSentence(pipelineSentence(described), now.nowMs),
    needsAttention: pipelineNeedsAttention(described),
    urgency: pipelineUrgency(described),
  };
  return { pipeline, described };
};

/** Of a pipeline that says itself when data is due, its schedule and deadline tell. */
const freshnessIn = (
  latest: RunFacts,
  views: readonly RunView[],
  usualBefore: UsualOf,
  { nowMs }: ReceptionTime,
): Freshness | null => {
  const { schedule, timeZone, deadline } = latest;
  const isPlanned = schedule !== null && nextDueMs({ cron: schedule, timeZone }, nowMs) !== undefined;
  if (isPlanned || (deadline !== null && readDeadline(deadline) !== undefined)) return null;
  const ends = views.flatMap((view) => latestUsable([view], usualBefore) ?? []);
  return freshnessOf(ends, nowMs);
};

const successesIn = (runs: readonly BareRun[]): OtherSuccess[] =>
  runs.flatMap(({ state, startedAt, finishedAt }) =>
    state !== 'succeeded' || finishedAt === null
      ? []
      : [{ startedAtMs: Date.parse(startedAt), finishedAtMs: Date.parse(finishedAt) }],
  );

const nextDueAt = ({ schedule, timeZone }: RunFacts, { nowMs }: ReceptionTime): string | null => {
  const dueMs = schedule === null ? undefined : nextDueMs({ cron: schedule, timeZone }, nowMs);
  return dueMs === undefined ? null : instantOf(dueMs);
};

/** What has been missed since a run last started. */
const missedOf = (newestFirst: readonly BareRun[]): NonNullable<Pipeline['missed']> | null => {
  const started = newestFirst.findIndex((run) => run.state !== 'missed');
  const missed = started === -1 ? newestFirst : newestFirst.slice(0, started);
  const [latest] = missed;
  return latest === undefined ? null : { runId: latest.runId, dueAt: latest.startedAt, inARow: missed.length };
};
