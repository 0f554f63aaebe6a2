import { usualIn, usualSampleSize } from '@sightglass/model';
import { performanceQuery, pipelinePerformance, words } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { CallReader } from './facts.ts';
import type { PipelineReader } from '../pipelines/facts.ts';
import type { RunFacts } from '../runs/facts.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import type { RunFilter } from '../runs/list/filter.ts';
import type { StageReader } from '../runs/facts-stages.ts';
import { noSuchPipeline } from '../../http/errors.ts';
import { unixMsOf } from '../../http/instant.ts';
import { viewsOf } from '../runs/facts-views.ts';
import { judgedRun } from '../runs/judged-run.ts';
import { usualFiguresOf } from '../runs/usual-run.ts';
import type { NamedDatabase } from '../databases/named-databases.ts';
import { callsOf } from './calls.ts';
import { callsOfRuns } from './calls-of-run.ts';
import { regressionsOf } from './regressions.ts';
import { type MeasuredRun, measuredRun } from './run-figures.ts';
import { summaryOf } from './summary.ts';
import { reads } from '../../access/needs.ts';

export interface PerformanceParts {
  readonly pipelines: PipelineReader;
  readonly runs: RunReader;
  readonly stages: StageReader;
  readonly calls: CallReader;
  /** Databases that are watched. */
  readonly databases: readonly NamedDatabase[];
  readonly receptionTime: () => ReceptionTime;
}

/** Also enough for what is usual before the latest of them. */
const mostRuns = 50;

export const performanceRoutes =
  ({ pipelines, runs, stages, calls, databases, receptionTime }: PerformanceParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    /** Newest first. */
    const measure = async (filter: RunFilter, now: ReceptionTime): Promise<MeasuredRun[]> => {
      const facts = await runs.list({ ...filter, states: ['succeeded'] }, mostRuns, now);
      const [views, deadlines] = await Promise.all([viewsOf(stages, facts, now), runs.deadlines(facts, now)]);
      return views.map((view, index) => measuredRun(view, facts[index] as RunFacts, deadlines[index] ?? null));
    };

    app.get(
      '/pipelines/:namespace/:name/performance',
      {
        config: reads,
        schema: {
          summary: `How the runs that succeeded performed (the last ${mostRuns} of the range), and the latest against those before it`,
          params: z.object({ namespace: words, name: words }),
          querystring: performanceQuery,
          response: { 200: pipelinePerformance },
        },
      },
      async ({ params: { namespace, name }, query }) => {
        const now = receptionTime();
        const known = await measure({ namespace, pipeline: name, toMs: unixMsOf(query.to) }, now);
        const fromMs = unixMsOf(query.from) ?? 0;
        const measured = known.filter(({ startedAt }) => Date.parse(startedAt) >= fromMs);
        const [latest] = measured;
        if (latest === undefined && (await pipelines.summaries(1, [{ namespace, name }])).length === 0)
          throw noSuchPipeline(namespace, name);
        const earlier = latest === undefined ? [] : known.slice(1, 1 + usualSampleSize);
        const found = await calls.ofRuns({ pipeline: name, ...rangeOf(measured) });
        return {
          namespace,
          name,
          from: measured.at(-1)?.startedAt ?? null,
          to: latest?.startedAt ?? null,
          ...summaryOf(measured),
          calls: callsOf(callsOfRuns(found, measured), measured, databases),
          latest: latest === undefined ? null : latestOf(latest, earlier, now),
          sampleSize: earlier.length,
          regressions: latest === undefined ? null : regressionsOf(latest, earlier),
        };
      },
    );
    done();
  };

const latestOf = ({ run, whole }: MeasuredRun, earlier: readonly MeasuredRun[], now: ReceptionTime) => {
  const usual = usualIn(usualFiguresOf(earlier));
  const { runId, startedAt, verdict, shown, sentence, sentenceParts } = judgedRun(run, usual, now);
  return { runId, startedAt, durationMs: whole.durationMs, verdict, shown, sentence, sentenceParts };
};

const rangeOf = (measured: readonly MeasuredRun[]) => ({
  runIds: measured.map(({ runId }) => runId),
  fromMs: Math.min(...measured.map(({ startedAt }) => Date.parse(startedAt))),
  toMs: Math.max(...measured.map(({ startedAt, whole }) => Date.parse(startedAt) + whole.durationMs)),
});
