import { type Pipeline, pipelineDetail, pipelineList } from '@sightglass/model/api';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Moment } from '../hearing/moment.ts';
import type { PipelineSummary, RunReader } from '../storage/telemetry/runs.ts';
import type { RunFacts } from '../storage/telemetry/run-facts.ts';
import type { StageReader } from '../storage/telemetry/stages.ts';
import { notFound } from './errors.ts';
import { instantOf } from './instant.ts';
import { runMarkOf, type RunView } from './run-view.ts';
import { viewsOf } from './runs.ts';
import { median, stageTrendsOf } from './usual-run.ts';

/** Runs in a pipeline's strip, and in its figures. */
const recentRuns = 30;

interface ViewedPipeline {
  readonly pipeline: Pipeline;
  /** Newest first. */
  readonly views: readonly RunView[];
}

export interface PipelineParts {
  readonly runs: RunReader;
  readonly stages: StageReader;
  readonly moment: () => Moment;
}

export const pipelineRoutes =
  ({ runs, stages, moment }: PipelineParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const view = async (summaries: readonly PipelineSummary[]): Promise<ViewedPipeline[]> => {
      const facts = await runs.byIds(summaries.flatMap((summary) => summary.runIds));
      const views = await viewsOf(stages, facts, moment());
      const factsById = new Map(facts.map((run) => [run.runId, run]));
      const viewsById = new Map(views.map((one) => [one.run.runId, one]));
      return summaries.flatMap((summary) => {
        const own = summary.runIds.flatMap((runId) => viewsById.get(runId) ?? []);
        const latest = factsById.get(summary.runIds[0] ?? '');
        return latest === undefined ? [] : [{ views: own, pipeline: pipelineOf(summary, latest, own) }];
      });
    };

    app.get(
      '/pipelines',
      { schema: { summary: `Every pipeline seen, with its last ${recentRuns} runs`, response: { 200: pipelineList } } },
      async () => {
        const viewed = await view(await runs.pipelines(recentRuns));
        return { items: viewed.map(({ pipeline }) => pipeline) };
      },
    );

    const params = z.object({ namespace: z.string(), name: z.string() });
    app.get(
      '/pipelines/:namespace/:name',
      { schema: { summary: 'One pipeline and how its stages went lately', params, response: { 200: pipelineDetail } } },
      async (request) => {
        const { namespace, name } = request.params;
        const [viewed] = await view(await runs.pipelines(recentRuns, { namespace, name }));
        if (viewed === undefined) throw notFound(`No run of pipeline ${namespace}/${name} has been seen.`);
        return { ...viewed.pipeline, stages: stageTrendsOf(viewed.views) };
      },
    );
    done();
  };

const pipelineOf = (summary: PipelineSummary, latest: RunFacts, views: readonly RunView[]): Pipeline => {
  const all = views.map((view) => view.run);
  const ended = all.filter((run) => run.state !== 'running');
  const succeeded = ended.filter((run) => run.state === 'succeeded');
  return {
    namespace: summary.namespace,
    name: summary.name,
    owner: latest.owner,
    criticality: latest.criticality,
    schedule: latest.schedule,
    timeZone: latest.timeZone,
    deadline: latest.deadline,
    lastRun: all[0] as Pipeline['lastRun'],
    freshAt: summary.freshAtMs === 0 ? null : instantOf(summary.freshAtMs),
    recentRuns: all.map(runMarkOf).reverse(),
    successRate: ended.length === 0 ? null : succeeded.length / ended.length,
    usualDurationMs: succeeded.length === 0 ? null : median(succeeded.map((run) => run.durationMs)),
  };
};
