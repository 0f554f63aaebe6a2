import { type RunState, runStates } from '@sightglass/model';
import {
  type RunCounts,
  runCauses,
  runCounts,
  runExportQuery,
  runFilterQuery,
  runListQuery,
  runPage,
} from '@sightglass/model/rest';
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
import { mostEndings, readEndings } from './facts-causes.ts';
import { countByKind, countByState, mostKinds, type RunKind } from './facts-counts.ts';
import type { RunFilter } from './filter.ts';
import { groupCauses } from './group-causes.ts';
import { pageOfRuns } from './page.ts';
import { type FilterParts, filterOf } from './read-filter.ts';
import { reads } from '../../../access/needs.ts';

export interface RunListParts {
  readonly telemetry: TelemetryClient;
  readonly runs: RunReader;
  readonly stages: StageReader;
  readonly plans: Pick<Plans, 'configured' | 'of'>;
  readonly databases: FilterParts['databases'];
  readonly receptionTime: () => ReceptionTime;
}

/** Runs of all pipelines: page by page, counted, by what made them fail, and as a file. */
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
          { filter: filterOf(query, { plans, databases }), sort, direction, limit, cursor },
          receptionTime(),
        );
      },
    );

    const counted = {
      summary: 'How many runs there are, by state and by what a list of runs can be narrowed to',
      querystring: runFilterQuery,
      response: { 200: runCounts },
    };
    app.get('/run-counts', { config: reads, schema: counted }, async ({ query }) => {
      const now = receptionTime();
      const filter = filterOf(query, { plans, databases });
      const [byState, kinds] = await Promise.all([
        countByState(telemetry, { ...filter, states: undefined }, now),
        countByKind(telemetry, filter, now),
      ]);
      return {
        ...statesOf(byState, filter.states),
        ...facetsOf(kinds.map((kind) => withOwner(kind, plans))),
        isWhole: kinds.length < mostKinds,
      };
    });

    const caused = {
      summary: 'Runs that did not end well, one item for each kind of error',
      description:
        'Errors are of one kind when their messages are alike but for numbers and ids. `isWhole` is false where older ones were left out.',
      querystring: runFilterQuery,
      response: { 200: runCauses },
    };
    app.get('/run-causes', { config: reads, schema: caused }, async ({ query }) => {
      const endings = await readEndings(telemetry, filterOf(query, { plans, databases }), receptionTime());
      return { items: groupCauses(endings), isWhole: endings.length < mostEndings };
    });

    const exported = {
      summary: 'Runs as a file, newest first',
      description: `CSV (RFC 4180) or NDJSON, up to ${mostExported.toLocaleString('en')} runs; refused when more are meant. In CSV a text that begins as a formula does has an apostrophe before it, and rows that nobody counted are empty.`,
      querystring: runExportQuery,
      response: { 200: fileResponse },
    };
    app.get('/run-export', { config: reads, schema: exported }, async (request, reply) => {
      const { query } = request;
      const now = receptionTime();
      const filter = filterOf(query, { plans, databases });
      const { total } = statesOf(await countByState(telemetry, { ...filter, states: undefined }, now), filter.states);
      if (total > mostExported) throw tooMany(total);
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

/** `total`: of the states that are meant; the counts are of each. */
const statesOf = (
  byState: readonly { readonly state: RunState; readonly runs: number }[],
  meant: readonly RunState[] = runStates,
): Pick<RunCounts, 'total' | 'states'> => {
  const countOf = (state: RunState) => byState.find((one) => one.state === state)?.runs ?? 0;
  const states = Object.fromEntries(runStates.map((state) => [state, countOf(state)])) as RunCounts['states'];
  return { states, total: [...new Set(meant)].reduce((sum, state) => sum + states[state], 0) };
};

const withOwner = (kind: RunKind, plans: Pick<Plans, 'of'>): RunKind => ({
  ...kind,
  owner: plans.of({ namespace: kind.namespace, name: kind.pipeline })?.owner ?? kind.owner,
});

/** So many values of each are named. */
const mostValues = 200;

const facetsOf = (
  kinds: readonly RunKind[],
): Pick<RunCounts, 'pipelines' | 'namespaces' | 'owners' | 'environments' | 'versions'> => {
  const valuesOf = (key: 'namespace' | 'owner' | 'environment' | 'version') =>
    sums(kinds, (kind) => kind[key]).map(([value, runs]) => ({ value, runs }));
  const pipelines = sums(kinds, ({ namespace, pipeline }) => JSON.stringify([namespace, pipeline]));
  return {
    pipelines: pipelines.map(([key, runs]) => {
      const [namespace, pipeline] = JSON.parse(key) as [string, string];
      return { namespace, pipeline, runs };
    }),
    namespaces: valuesOf('namespace'),
    owners: valuesOf('owner'),
    environments: valuesOf('environment'),
    versions: valuesOf('version'),
  };
};

const sums = (kinds: readonly RunKind[], keyOf: (kind: RunKind) => string): [string, number][] =>
  [...Map.groupBy(kinds, keyOf)]
    .filter(([key]) => key !== '')
    .map(([key, alike]): [string, number] => [key, alike.reduce((sum, { runs }) => sum + runs, 0)])
    .toSorted(([a, one], [b, other]) => other - one || a.localeCompare(b))
    .slice(0, mostValues);
