import { Readable } from 'node:stream';
import { spanDetail, trace, type Trace, traceQuery } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { TraceReader } from './facts.ts';
import { notFound } from '../../http/errors.ts';
import { reads } from '../../access/needs.ts';

const hexId = (digits: number, what: string) =>
  z
    .string()
    .regex(
      new RegExp(`^(?!0{${digits}})[0-9a-fA-F]{${digits}}$`),
      `is not a ${what}: ${digits} hexadecimal digits, not all zero`,
    )
    .toLowerCase();
const traceId = hexId(32, 'trace id');
const spanId = hexId(16, 'span id');

export const traceRoutes =
  (traces: TraceReader): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const ofTrace = {
      summary: 'A trace with its spans, by start',
      params: z.object({ traceId }),
      querystring: traceQuery,
      response: { 200: trace },
    };
    app.get('/traces/:traceId', { config: reads, schema: ofTrace }, async ({ params, query }, reply) => {
      const [summary, spans] = await Promise.all([
        traces.summary(params.traceId),
        traces.spansJson(params.traceId, query.limit),
      ]);
      if (summary === undefined) {
        spans.destroy();
        throw notFound(`No span of trace ${params.traceId} is stored.`);
      }
      const { startedAt, durationMs, runs } = summary;
      const head: Omit<Trace, 'spans'> = {
        traceId: params.traceId,
        startedAt,
        durationMs,
        runIds: [...new Set(runs.map(({ runId }) => runId))],
        runs: [...runs],
        truncated: summary.spans > query.limit,
      };
      const body = Readable.from(traceJson(head, spans), { objectMode: false });
      return reply.type('application/json; charset=utf-8').send(body as unknown as Trace);
    });

    const ofSpan = { summary: 'One span whole', params: z.object({ traceId, spanId }), response: { 200: spanDetail } };
    app.get('/traces/:traceId/spans/:spanId', { config: reads, schema: ofSpan }, async ({ params }) => {
      const found = await traces.span(params.traceId, params.spanId);
      if (found === undefined) throw notFound(`No span ${params.spanId} of trace ${params.traceId} is stored.`);
      return found;
    });
    done();
  };

/** The answer as it comes from the engine, span by span never taken apart. */
async function* traceJson(head: Omit<Trace, 'spans'>, spans: Readable): AsyncGenerator<string | Buffer> {
  yield `${JSON.stringify(head).slice(0, -1)},"spans":`;
  yield* spans;
  yield '}';
}
