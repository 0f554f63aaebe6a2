import {
  traceHistogram,
  type TraceHistogram,
  traceHistogramQuery,
  traceList,
  traceListQuery,
} from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { instantOf } from '../../http/instant.ts';
import { withinPage } from '../../http/page-bytes.ts';
import { histogramStepMs } from '../logs/histogram-step.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import { bandEdgesNano, type TraceHistogramReader, type TraceStep } from './facts-histogram.ts';
import type { TracePosition, TraceSearcher } from './facts-search.ts';
import { selectTraces } from './select-traces.ts';
import { reads } from '../../access/needs.ts';

export interface TraceListParts {
  readonly traceSearch: TraceSearcher;
  readonly histogram: TraceHistogramReader;
  readonly runs: Pick<RunReader, 'ownersOf'>;
}

/** What a chart shows when it has nothing to show. */
const emptyRangeMs = 24 * 3_600_000;

export const traceListRoutes =
  ({ traceSearch, histogram, runs }: TraceListParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const selectionOf = selectTraces(runs);

    const list = {
      summary: 'Traces, newest first; of all time unless a range is given',
      description:
        'The range is about when a trace began. `service`, `name`, `q`, `pipeline` and `namespace` are about one span that meets all of them; `status` and durations are about the whole trace. With `runId` only the spans of that run count, by start. A page ends after `limit` traces, or 8 MiB of them.',
      querystring: traceListQuery,
      response: { 200: traceList },
    };
    app.get('/traces', { config: reads, schema: list }, async ({ query }) => {
      const { limit, cursor, sort = query.runId === undefined ? 'newest' : 'oldest' } = query;
      const after = cursor === undefined ? undefined : positionOf(cursor);
      const page = { sort, after, limit, nowMs: Date.now() };
      const { traces, next } = await traceSearch.page(await selectionOf(query), page);
      const items = withinPage(traces.map(({ position: _position, ...item }) => item));
      const last = items.length < traces.length ? traces[items.length - 1]?.position : next;
      return { items: [...items], nextCursor: last === undefined ? null : encodeCursor([last.nanos, last.traceId]) };
    });

    const overTime = {
      summary: 'How long traces took, by when they began, in whole readable steps',
      description: 'An end that is not given is that of the traces that match.',
      querystring: traceHistogramQuery,
      response: { 200: traceHistogram },
    };
    app.get('/traces/histogram', { config: reads, schema: overTime }, async ({ query }) => {
      const selection = await selectionOf(query);
      const isOpen = selection.fromMs === undefined || selection.toMs === undefined;
      const bounds = isOpen ? await histogram.bounds(selection) : undefined;
      const endMs = selection.toMs ?? bounds?.toMs ?? Math.max(Date.now(), (selection.fromMs ?? 0) + 1);
      const beginMs = Math.min(selection.fromMs ?? bounds?.fromMs ?? endMs - emptyRangeMs, endMs - 1);
      const stepMs = histogramStepMs({ fromMs: beginMs, toMs: endMs }, query.buckets);
      const steps = {
        fromMs: Math.floor(beginMs / stepMs) * stepMs,
        toMs: Math.ceil(endMs / stepMs) * stepMs,
        stepMs,
      };
      return histogramOf(steps, await histogram.steps(selection, steps));
    });
    done();
  };

const positionParts = z.tuple([z.string().regex(/^\d{1,19}$/), z.string().regex(/^[0-9a-f]{32}$/)]);
const positionOf = (cursor: string): TracePosition => {
  const [nanos, traceId] = decodeCursor(cursor, positionParts);
  return { nanos, traceId };
};

const histogramOf = (
  { fromMs, toMs, stepMs }: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number },
  found: readonly TraceStep[],
): TraceHistogram => {
  const used = found.flatMap(({ bands }) => bands.map(([edgeNano]) => edgeNano));
  const [least, most] = [Math.min(...used), Math.max(...used)];
  const edges = bandEdgesNano.filter((edge) => edge >= least && edge <= most);
  const byStep = new Map(found.map((step) => [step.step, step]));
  const inBands = (step: TraceStep | undefined, part: 1 | 2): number[] => {
    const counts = new Map(step?.bands.map((band) => [band[0], band[part]]));
    return edges.map((edge) => counts.get(edge) ?? 0);
  };
  return {
    from: instantOf(fromMs),
    to: instantOf(toMs),
    stepMs,
    edgesMs: edges.map((edge) => edge / 1e6),
    buckets: Array.from({ length: Math.round((toMs - fromMs) / stepMs) }, (_, index) => {
      const step = byStep.get(index);
      return {
        at: instantOf(fromMs + index * stepMs),
        count: step?.count ?? 0,
        errors: step?.errors ?? 0,
        counts: inBands(step, 1),
        failed: inBands(step, 2),
        p50Ms: step?.p50Ms ?? null,
        p95Ms: step?.p95Ms ?? null,
        maxMs: step?.maxMs ?? null,
      };
    }),
  };
};
