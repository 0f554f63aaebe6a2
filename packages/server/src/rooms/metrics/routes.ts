import type { MetricAggregation } from '@sightglass/model';
import { metricPoints, metricPointsQuery, metricQuery, metricSeries } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { PointPosition, PointReader } from './facts-points.ts';
import { metricTerms } from './metric-terms.ts';
import { type MetricReader, mostSeriesSteps, type SeriesStep } from './facts.ts';
import { invalidParameter } from '../../http/errors.ts';
import { histogramStepMs } from '../logs/histogram-step.ts';
import { unixMsOf } from '../../http/instant.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import { type RunFilterParameters, scopeOfRun } from '../runs/identity/addressed-run.ts';
import { aggregationsOf, foldSeries, isQuantile, natureOf, usualAggregation } from './metric-fold.ts';
import { reads } from '../../access/needs.ts';

const usualRangeMs = 3_600_000;
const usualPoints = 120;
const mostPoints = 5_000;
const secondMs = 1_000;

const usualAggregations =
  'Without an aggregation: `rate` of counters (monotonic sums), `sum` of other sums, `avg` of gauges, histograms and summaries.';

type MaybeOfRun = Omit<RunFilterParameters, 'runId'> & { readonly runId?: string | undefined };

interface MetricParts {
  readonly metrics: MetricReader;
  readonly points: PointReader;
  readonly runs: Pick<RunReader, 'byIds'>;
}

export const metricRoutes =
  ({ metrics, points, runs }: MetricParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const runIn = async ({ runId, ...owner }: MaybeOfRun) => {
      if (runId !== undefined) return scopeOfRun(runs, { runId, ...owner });
      refuseOwnerAlone(owner);
      return undefined;
    };

    const schema = {
      summary: 'A metric over time',
      description: `Without a range: that of the given run, else the last hour. ${usualAggregations}`,
      querystring: metricQuery,
      response: { 200: metricSeries },
    };
    app.get('/metrics/query', { config: reads, schema }, async ({ query }) => {
      const { name, service } = query;
      const run = await runIn(query);
      const groupBy = listOf(query.groupBy);
      const selection = {
        name,
        service,
        run,
        terms: metricTerms(query.filter),
        fromMs: unixMsOf(query.from),
        toMs: unixMsOf(query.to),
      };
      const bounds = run === undefined ? undefined : await metrics.bounds(selection);
      const toMs = selection.toMs ?? bounds?.toMs ?? Date.now();
      const fromMs = Math.min(selection.fromMs ?? bounds?.fromMs ?? toMs - usualRangeMs, toMs - 1);
      const stepMs = stepOf(query.stepSeconds, { fromMs, toMs });
      const grid = { fromMs: Math.floor(fromMs / stepMs) * stepMs, toMs, stepMs };

      // One step more than requested: what a counter had reached before shows how much it grew.
      const steps = await metrics.steps({ ...selection, fromMs: grid.fromMs - stepMs, toMs }, groupBy, stepMs);
      if (steps.length > mostSeriesSteps) {
        throw invalidParameter(
          'stepSeconds',
          `The answer would have more than ${mostSeriesSteps} points. Narrow the range or filter, or take a longer step.`,
        );
      }
      const aggregation = query.aggregation ?? usualAggregation(steps[0]);
      refuseUnmeasured(aggregation, name, steps);
      if (isQuantile(aggregation)) refuseJoined(aggregation, name, steps);
      const series = foldSeries(steps, groupBy, aggregation, grid);
      const { type = null, unit = '' } = steps[0] ?? {};
      return { name, type, unit, aggregation, stepSeconds: stepMs / secondMs, ...natureOf(steps), series };
    });

    const pointsSchema = {
      summary: 'Measurements as they were sent, newest first, with exemplars and the quantiles of summaries',
      description:
        'A page ends after `limit` points, or 8 MiB of them. Attributes longer than 64 KiB are cut, and a point has its first 1,000 exemplars.',
      querystring: metricPointsQuery,
      response: { 200: metricPoints },
    };
    app.get('/metrics/points', { config: reads, schema: pointsSchema }, async ({ query }) => {
      const { name, service, limit, cursor } = query;
      const run = await runIn(query);
      const range = { fromMs: unixMsOf(query.from), toMs: unixMsOf(query.to) };
      const selection = { name, service, run, terms: metricTerms(query.filter), ...range };
      const found = await points(selection, cursor === undefined ? undefined : positionOf(cursor), limit);
      const nextCursor = found.next === undefined ? null : encodeCursor([found.next.unixNano, found.next.seen]);
      return { items: [...found.points], nextCursor };
    });
    done();
  };

/** Points are of runs, not of pipelines: without a run these would be ignored. */
const refuseOwnerAlone = (owner: Omit<MaybeOfRun, 'runId'>): void => {
  const given = (['pipeline', 'namespace'] as const).find((name) => owner[name] !== undefined);
  if (given !== undefined) throw invalidParameter(given, `${given} says whose run is meant; give runId too.`);
};

const positionParts = z.tuple([z.string().regex(/^\d{1,19}$/), z.int().min(0)]);
const positionOf = (cursor: string): PointPosition => {
  const [unixNano, seen] = decodeCursor(cursor, positionParts);
  return { unixNano, seen };
};

const refuseUnmeasured = (aggregation: MetricAggregation, name: string, steps: readonly SeriesStep[]): void => {
  const types = new Set(steps.map(({ type }) => type));
  const allowed = aggregationsOf(types);
  if (types.size === 0 || allowed.includes(aggregation)) return;
  const isWhat = [...types].join(' and ').replaceAll('_', ' ');
  throw invalidParameter(
    'aggregation',
    `${name} is of type ${isWhat}, which has no ${aggregation}; use ${allowed.join(', ')}.`,
  );
};

/** Quantiles that senders worked out cannot be joined: a line may hold those of one only. */
const refuseJoined = (aggregation: MetricAggregation, name: string, steps: readonly SeriesStep[]): void => {
  const lines = Map.groupBy(
    steps.filter(({ type }) => type === 'summary'),
    ({ labels }) => JSON.stringify(labels),
  );
  const most = Math.max(0, ...[...lines.values()].map((line) => new Set(line.map(({ series }) => series)).size));
  if (most > 1)
    throw invalidParameter(
      'aggregation',
      `${name} is a summary, and ${most} series fall into one line: the ${aggregation} of each cannot be joined. Group by what differs, such as service.instance.id, or filter for one.`,
    );
};

const listOf = (text: string | undefined): string[] => [
  ...new Set(
    text
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  ),
];

const stepOf = (stepSeconds: number | undefined, range: { fromMs: number; toMs: number }): number => {
  const stepMs =
    stepSeconds === undefined ? Math.max(secondMs, histogramStepMs(range, usualPoints)) : stepSeconds * secondMs;
  if ((range.toMs - range.fromMs) / stepMs <= mostPoints) return stepMs;
  throw invalidParameter('stepSeconds', `At most ${mostPoints} points a line: take a longer step or a shorter range.`);
};
