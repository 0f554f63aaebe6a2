import { apisByUrgency, apisSentence, type SelectedTime, writtenSentence } from '@sightglass/model';
import {
  apiDetail,
  apiHistory,
  apiHistoryQuery,
  apiList,
  apiListQuery,
  apiQuery,
  type SharedBreaker,
  words,
} from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { CallFilter } from './facts/filter.ts';
import type { ExternalApiReader } from './facts/reader.ts';
import { notFound } from '../../http/errors.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { withinPage } from '../../http/page-bytes.ts';
import { unixMsOf } from '../../http/instant.ts';
import { breakerSpansByApi } from './breaker-spans.ts';
import { historyGrid, historyOf } from './history.ts';
import { apiViewsOf, describedApi, summaryOf } from './api-view.ts';
import { reads } from '../../access/needs.ts';

export interface ApiParts {
  readonly facts: ExternalApiReader;
  readonly sharedBreakers: () => Promise<readonly SharedBreaker[]>;
  /** Configured objectives for availability, by API. */
  readonly objectives: ReadonlyMap<string, number>;
}

const usualRangeMs = 24 * 3_600_000;
/** A breaker that is open in a range may have opened so long before it, or close so long after it. */
const longestOpenMs = 7 * 24 * 3_600_000;

export const apiRoutes =
  (parts: ApiParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const description =
      'Without a range: all of the given run, else the last 24 hours. Stages count whole, by when they called.';
    app.get(
      '/apis',
      {
        config: reads,
        schema: {
          summary: 'Every API called or probed: availability, latency, errors, breakers, rows affected, quota',
          description,
          querystring: apiListQuery,
          response: { 200: apiList },
        },
      },
      async ({ query: { limit, cursor, ...query } }) => {
        const filter = filterOf(query);
        const apis = await readViews(parts, filter, query.objective);
        const nowMs = Date.now();
        const ordered = apisByUrgency(apis, nowMs);
        const urgencyOf = (api: (typeof apis)[number]) => ordered.indexOf(api);
        // A page holds those that are next in urgency, by name.
        const begin = cursor === undefined ? 0 : decodeCursor(cursor, positionParts)[0];
        const page = withinPage(
          ordered.slice(begin, begin + limit).map((api) => ({ ...summaryOf(api), urgency: urgencyOf(api) })),
        );
        const end = begin + page.length;
        return {
          items: page.toSorted((a, b) => a.name.localeCompare(b.name)),
          total: ordered.length,
          unusable: apis.filter(({ isUnusable }) => isUnusable).length,
          nextCursor: end < ordered.length ? encodeCursor([end]) : null,
          ...writtenSentence(apisSentence(apis, selectedIn(filter), nowMs), nowMs),
        };
      },
    );

    const params = z.object({ name: words });
    app.get(
      '/apis/:name',
      {
        config: reads,
        schema: {
          summary: 'One API and its endpoints',
          description,
          params,
          querystring: apiQuery,
          response: { 200: apiDetail },
        },
      },
      async ({ params: { name }, query }) => {
        const found = (await readViews(parts, { ...filterOf(query), api: name }, query.objective)).find(
          (api) => api.name === name,
        );
        if (found === undefined) throw notFound(`No call to the API ${name} has been seen in that time.`);
        return found;
      },
    );

    app.get(
      '/apis/:name/history',
      {
        config: reads,
        schema: {
          summary: 'Requests, failures and response times of one API over time',
          description: 'In readable steps of whole minutes, at most 100. Without a range: the last 24 hours.',
          params,
          querystring: apiHistoryQuery,
          response: { 200: apiHistory },
        },
      },
      async ({ params: { name }, query: { from, to, pipeline, namespace } }) => {
        const toMs = unixMsOf(to) ?? Date.now();
        const grid = historyGrid({ fromMs: unixMsOf(from) ?? toMs - usualRangeMs, toMs });
        const steps = await parts.facts.callHistory({ ...grid, api: name, pipeline, namespace });
        return historyOf(steps, grid);
      },
    );
    done();
  };

const positionParts = z.tuple([z.int().min(0)]);

/** APIs as calls, probes and shared breakers show them in the filter's time and runs. */
const readViews = async (
  { facts, sharedBreakers, objectives }: ApiParts,
  filter: CallFilter,
  objective: number | undefined,
) => {
  const isOfRuns = filter.runId !== undefined || filter.pipeline !== undefined || filter.namespace !== undefined;
  const [calls, rows, changes, probes, shared, sharers] = await Promise.all([
    facts.calls(filter),
    facts.affectedRows(filter),
    facts.breakerChanges(widened(filter)),
    isOfRuns ? [] : facts.probes(filter),
    sharedBreakers(),
    facts.sharers(),
  ]);
  const views = apiViewsOf({
    calls,
    rows,
    spans: breakerSpansByApi(changes, filter),
    probes,
    shared,
    sharers,
    objective,
    objectives,
  });
  const shown = isOfRuns ? views.filter(({ calls: made, rowsAffected }) => made > 0 || rowsAffected.length > 0) : views;
  const nowMs = Date.now();
  return shown.map((api) => describedApi(api, selectedIn(filter), nowMs));
};

const widened = ({ fromMs, toMs, ...filter }: CallFilter): CallFilter => ({
  ...filter,
  fromMs: fromMs && fromMs - longestOpenMs,
  toMs: toMs && toMs + longestOpenMs,
});

const selectedIn = ({ fromMs, toMs, runId }: CallFilter): SelectedTime => ({
  fromMs,
  toMs,
  isOfRun: runId !== undefined && fromMs === undefined && toMs === undefined,
});

const filterOf = ({ from, to, pipeline, namespace, runId }: z.output<typeof apiQuery>): CallFilter => {
  const usualFromMs = runId === undefined && to === undefined ? Date.now() - usualRangeMs : undefined;
  return { fromMs: unixMsOf(from) ?? usualFromMs, toMs: unixMsOf(to), pipeline, namespace, runId };
};
