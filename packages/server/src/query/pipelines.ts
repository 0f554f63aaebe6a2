import { Readable } from 'node:stream';
import { type Pipeline, pipelineDetail, pipelineList, type Run, words } from '@sightglass/model/api';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Moment } from '../hearing/moment.ts';
import { nextDueMs } from '../schedule/due-times.ts';
import type { PipelineReader, PipelineSummary } from '../storage/telemetry/pipelines.ts';
import type { RunReader } from '../storage/telemetry/runs.ts';
import type { RunFacts } from '../storage/telemetry/run-facts.ts';
import type { StageReader } from '../storage/telemetry/stages.ts';
import { notFound } from './errors.ts';
import { freshAt } from './fresh-at.ts';
import { instantOf } from './instant.ts';
import { runMarkOf, type RunView, withDeadline } from './run-view.ts';
import { succeededBefore, viewsOf } from './runs.ts';
import { stageTrendsOf, usualFiguresOf } from './usual-run.ts';
import { usualSample, type SucceededBefore } from './usual-sample.ts';

/** Runs in a pipeline's strip, and in its figures. */
const recentRuns = 30;
/** Succeeded runs before those, looked at when none of those brought data. */
const lookedBackAt = 300;
/** Each may have to look further back; hundreds of pipelines must not fill the queue of the engine. */
const viewedAtOnce = 4;

interface ViewedPipeline {
  readonly pipeline: Pipeline;
  /** Newest first. */
  readonly views: readonly RunView[];
  /** Those that say what is usual. */
  readonly sample: readonly RunView[];
}

export interface PipelineParts {
  readonly pipelines: PipelineReader;
  readonly runs: RunReader;
  readonly stages: StageReader;
  readonly moment: () => Moment;
}

export const pipelineRoutes =
  ({ pipelines, runs, stages, moment }: PipelineParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const view = async (summaries: readonly PipelineSummary[]): Promise<ViewedPipeline[]> => {
      const facts = await runs.byIds(summaries.flatMap((summary) => summary.runIds));
      const now = moment();
      const views = await viewsOf(stages, facts, now);
      const factsById = new Map(facts.map((run) => [run.runId, run]));
      const viewsById = new Map(views.map((one) => [one.run.runId, one]));
      const viewOf = async (summary: PipelineSummary): Promise<ViewedPipeline[]> => {
        const own = summary.runIds.flatMap((runId) => viewsById.get(runId) ?? []);
        const latest = factsById.get(summary.runIds[0] ?? '');
        if (latest === undefined) return [];
        const before = succeededOf(summary, now);
        const [fresh, sample] = await Promise.all([
          freshAt(summary, own, (oldest) => before(oldest, lookedBackAt)),
          usualSample(own, own.length === recentRuns, before),
        ]);
        return [{ views: own, sample, pipeline: pipelineOf(summary, latest, { views: own, sample, fresh }, now) }];
      };
      const viewed: ViewedPipeline[][] = await Readable.from(summaries)
        .map(viewOf, { concurrency: viewedAtOnce })
        .toArray();
      return viewed.flat();
    };

    const succeededOf =
      ({ namespace, name }: PipelineSummary, now: Moment): SucceededBefore =>
      ({ startedAt, runId }, count) => {
        const position = { startedAtMs: Date.parse(startedAt), runId };
        return succeededBefore({ runs, stages }, { namespace, pipeline: name }, position, count, now);
      };

    app.get(
      '/pipelines',
      { schema: { summary: `Every pipeline seen, with its last ${recentRuns} runs`, response: { 200: pipelineList } } },
      async () => {
        const viewed = await view(await pipelines.summaries(recentRuns));
        return { items: viewed.map(({ pipeline }) => pipeline) };
      },
    );

    const params = z.object({ namespace: words, name: words });
    app.get(
      '/pipelines/:namespace/:name',
      { schema: { summary: 'One pipeline and how its stages went lately', params, response: { 200: pipelineDetail } } },
      async (request) => {
        const { namespace, name } = request.params;
        const [viewed] = await view(await pipelines.summaries(recentRuns, { namespace, name }));
        if (viewed === undefined) throw notFound(`No run of pipeline ${namespace}/${name} has been seen.`);
        return { ...viewed.pipeline, stages: stageTrendsOf(viewed.views, viewed.sample) };
      },
    );
    done();
  };

const pipelineOf = (
  summary: PipelineSummary,
  latest: RunFacts,
  { views, sample, fresh }: Omit<ViewedPipeline, 'pipeline'> & { readonly fresh: string | null },
  now: Moment,
): Pipeline => {
  const all = views.map((view) => view.run);
  const ended = all.filter((run) => run.state !== 'running' && run.state !== 'missed');
  const succeeded = ended.filter((run) => run.state === 'succeeded');
  return {
    namespace: summary.namespace,
    name: summary.name,
    owner: latest.owner,
    criticality: latest.criticality,
    schedule: latest.schedule,
    timeZone: latest.timeZone,
    deadline: latest.deadline,
    lastRun: withDeadline(all[0] as Run, latest, now),
    freshAt: fresh,
    recentRuns: all.map(runMarkOf).reverse(),
    successRate: ended.length === 0 ? null : succeeded.length / ended.length,
    usual: usualFiguresOf(sample),
    nextDueAt: nextDueAt(latest, now),
    missed: missedOf(all),
  };
};

const nextDueAt = ({ schedule, timeZone }: RunFacts, { nowMs }: Moment): string | null => {
  const dueMs = schedule === null ? undefined : nextDueMs({ cron: schedule, timeZone }, nowMs);
  return dueMs === undefined ? null : instantOf(dueMs);
};

/** What has been missed since a run last started. */
const missedOf = (newestFirst: readonly Run[]): NonNullable<Pipeline['missed']> | null => {
  const started = newestFirst.findIndex((run) => run.state !== 'missed');
  const missed = started === -1 ? newestFirst : newestFirst.slice(0, started);
  const [latest] = missed;
  return latest === undefined ? null : { runId: latest.runId, dueAt: latest.startedAt, inARow: missed.length };
};
