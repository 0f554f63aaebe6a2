import { apisByUrgency, apisSentence, writtenSentence } from '@sightglass/model';
import { apiDetail, apiHistory, apiHistoryQuery, apiList, apiListQuery, apiQuery, words } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { CallFilter } from './facts/filter.ts';
import { notFound } from '../../http/errors.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { withinPage } from '../../http/page-bytes.ts';
import { unixMsOf } from '../../http/instant.ts';
import { historyGrid, historyOf } from './history.ts';
import { summaryOf } from './api-view.ts';
import { type ApiParts, readApiViews, selectedIn } from './read-api-views.ts';
import { reads } from '../../access/needs.ts';

const usualRangeMs = 24 * 3_600_000;

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
        const apis = await readApiViews(parts, filter, query.objective);
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
        const found = (await readApiViews(parts, { ...filterOf(query), api: name }, query.objective)).find(
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

/** The last day. */
export const latelyCalled = (): CallFilter => ({ fromMs: Date.now() - usualRangeMs, toMs: undefined });

const filterOf = ({ from, to, pipeline, namespace, runId }: z.output<typeof apiQuery>): CallFilter => {
  const usualFromMs = runId === undefined && to === undefined ? Date.now() - usualRangeMs : undefined;
  return { fromMs: unixMsOf(from) ?? usualFromMs, toMs: unixMsOf(to), pipeline, namespace, runId };
};
