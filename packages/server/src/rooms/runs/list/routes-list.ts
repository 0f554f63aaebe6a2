import { mostJudgedRuns, runExportQuery, runListQuery, runPage } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { invalidParameter, type RequestError } from '../../../http/errors.ts';
import type { Plans } from '../../../plans/plans.ts';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import type { RunReader } from '../facts-runs.ts';
import type { StageReader } from '../facts-stages.ts';
import { csvHead, csvLine, ndjsonLine } from './export-lines.ts';
import { countByState } from './facts-counts.ts';
import type { RunFilter } from './filter.ts';
import { pageOfRuns, tooManyToJudge } from './page.ts';
import { type FilterParts, filterOf, verdictsIn } from './read-filter.ts';
import { statesOf } from './run-totals.ts';
import { reads } from '../../../access/needs.ts';

export interface RunListParts {
  readonly telemetry: TelemetryClient;
  readonly runs: RunReader;
  readonly stages: StageReader;
  readonly plans: Pick<Plans, 'configured' | 'of'>;
  readonly databases: FilterParts['databases'];
  readonly receptionTime: () => ReceptionTime;
}

/** Runs of all pipelines: page by page, and as a file. */
export const runListRoutes =
  ({ telemetry, runs, stages, plans, databases, receptionTime }: RunListParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/runs',
      {
        config: reads,
        schema: {
          summary: 'Runs, newest first unless sorted otherwise; of all time unless a range is given',
          description:
            'A page ends after `limit` runs, or 8 MiB of them. Of a long failure it holds the beginning, and the address of the run.',
          querystring: runListQuery,
          response: { 200: runPage },
        },
      },
      async ({ query }) => {
        const { sort, order: direction, limit, cursor } = query;
        return pageOfRuns(
          { runs, stages },
          {
            filter: { ...filterOf(query, { plans, databases }), verdicts: verdictsIn(query.verdict) },
            sort,
            direction,
            limit,
            cursor,
          },
          receptionTime(),
        );
      },
    );

    const exported = {
      summary: 'Runs as a file, newest first',
      description: `CSV (RFC 4180) or NDJSON, up to ${mostExported.toLocaleString('en')} runs; refused when more are meant. In CSV a text that begins as a formula does has an apostrophe before it, and rows that nobody counted are empty.`,
      querystring: runExportQuery,
      response: { 200: fileResponse },
    };
    app.get('/run-export', { config: reads, schema: exported }, async (request, reply) => {
      const { query } = request;
      const now = receptionTime();
      const filter = { ...filterOf(query, { plans, databases }), verdicts: verdictsIn(query.verdict) };
      const { total } = statesOf(await countByState(telemetry, { ...filter, states: undefined }, now), filter.states);
      if (total > mostExported) throw tooMany(total);
      if (filter.verdicts !== undefined && total > mostJudgedRuns) throw tooManyToJudge(filter);
      await request.noteRead({ action: 'runs.exported', target: '/run-export', after: query });
      const isCsv = query.format === 'csv';
      return reply
        .type(isCsv ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8')
        .header('content-disposition', `attachment; filename="runs.${query.format}"`)
        .send(
          Readable.from(linesOf({ runs, stages }, { filter, isCsv }, now), { objectMode: false }) as unknown as string,
        );
    });
    done();
  };

const fileResponse = {
  description: 'The file',
  content: { 'text/csv': { schema: z.string() }, 'application/x-ndjson': { schema: z.string() } },
};

/** Reading so many takes about as long as a request may. */
const mostExported = 20_000;
const exportedAtOnce = 500;

const tooMany = (total: number): RequestError =>
  invalidParameter(
    'from',
    `There are ${total.toLocaleString('en')} runs, and a file holds ${mostExported.toLocaleString('en')} at most. Narrow the time or the filter.`,
  );

async function* linesOf(
  readers: Pick<RunListParts, 'runs' | 'stages'>,
  { filter, isCsv }: { filter: RunFilter; isCsv: boolean },
  now: ReceptionTime,
): AsyncGenerator<string> {
  if (isCsv) yield csvHead;
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const wish = { filter, sort: 'started', direction: 'desc', limit: exportedAtOnce, cursor } as const;
    const page = await pageOfRuns(readers, wish, now);
    yield page.items.map(isCsv ? csvLine : ndjsonLine).join('');
    cursor = page.nextCursor;
  }
}
