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
  writtenSentence,
} from '@sightglass/model';
import type { Pipeline } from '@sightglass/model/rest';
import { planProblems, readDeadline } from '@sightglass/model/schedule';
import { instantOf } from '../../../http/instant.ts';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { nextDueMs } from '../../../schedule/due-times.ts';
import { deadlineOf } from '../../runs/deadlines/deadline.ts';
import type { RunFacts } from '../../runs/facts.ts';
import { judgedRun, runMarkOf, timedRun } from '../../runs/judged-run.ts';
import type { BareRun, RunView } from '../../runs/run-view.ts';
import { stageDeadlinesOf } from '../../runs/stage-deadlines/stage-deadlines.ts';
import { type ReadPipeline, recentRuns, viewOf } from './read-pipeline.ts';

export interface JudgedPipeline {
  readonly pipeline: Pipeline;
  /** What the words about it are made of. */
  readonly described: DescribedPipeline;
  readonly read: ReadPipeline;
}

/** What is stored of a pipeline, as it is at that time. Pure. */
export const judgePipeline = (read: ReadPipeline, now: ReceptionTime): JudgedPipeline => {
  const { latest, settings, usualBefore, usual } = read;
  const views = read.runs.map((run) => viewOf(run, now)) as [RunView, ...RunView[]];
  const all = views.map((view) => view.run);
  const ended = all.filter((run) => run.state !== 'running' && run.state !== 'missed');
  const [last, before] = all as [BareRun, ...BareRun[]];
  const deadline = deadlineOf(latest, now, read.successes);
  const lastRun = judgedRun(
    timedRun(last, deadline, stageDeadlinesOf(latest, views[0], now, views)),
    usualIn(usual),
    now,
  );
  const recent = all.map((run, index) => {
    const known = read.runs[index];
    return known !== undefined && 'mark' in known ? known.mark : runMarkOf(run, usualBefore(run));
  });
  const succeeded = recent.filter(({ shown }) => shown.id === 'succeeded');
  const missed = missedOf(all);
  const dueAt = nextDueAt(settings, now);
  const described: DescribedPipeline = {
    name: read.name,
    criticality: settings.criticality,
    lastRun,
    runBefore: before === undefined ? null : { run: before, usual: usualBefore(before) },
    missed,
    usual: usualIn(usual),
    freshness: freshnessIn(read, dueAt, now),
    nextDueAt: dueAt,
    nowMs: now.nowMs,
  };
  const { owner, criticality, schedule, timeZone } = settings;
  const pipeline: Pipeline = {
    namespace: read.namespace,
    name: read.name,
    owner,
    criticality,
    schedule,
    timeZone,
    deadline: settings.deadline,
    unreadable: planProblems(settings),
    lastRun,
    freshAt: read.freshAt,
    lateSince: described.freshness?.lateSince ?? null,
    usualGapMs: described.freshness?.usualGapMs ?? null,
    recentRuns: recent.toReversed(),
    successRate: ended.length === 0 ? null : succeeded.length / ended.length,
    usual,
    nextDueAt: dueAt,
    missed,
    ...judgedWords(described, now.nowMs),
  };
  return { pipeline, described, read };
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
  { settings: { deadline }, arrivals, usual }: ReadPipeline,
  dueAt: string | null,
  { nowMs }: ReceptionTime,
): Freshness | null =>
  dueAt !== null || (deadline !== null && readDeadline(deadline) !== undefined)
    ? null
    : freshnessOf(arrivals, nowMs, usual?.durationMs ?? null);

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
