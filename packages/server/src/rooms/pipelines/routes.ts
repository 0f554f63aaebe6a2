import { pipelinesSentence, writtenSentence } from '@sightglass/model';
import { pipelineDetail, pipelineList, pipelineListQuery, words } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { PipelinePosition } from './facts.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { withinPage } from '../../http/page-bytes.ts';
import { noSuchPipeline } from '../../http/errors.ts';
import { stageTrendsOf } from '../runs/usual-run.ts';

import { keyOf, type PipelineParts, pipelineViewer, recentRuns, type ViewedPipeline } from './facts-viewed.ts';

export const pipelineRoutes =
  ({ pipelines, runs, stages, receptionTime }: PipelineParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const view = pipelineViewer({ runs, stages, receptionTime });

    app.get(
      '/pipelines',
      {
        schema: {
          summary: `Pipelines with their last ${recentRuns} runs: those first whose last run has not succeeded, then by name`,
          description:
            'A page ends after `limit` pipelines, or 8 MiB of them. The sentence is about its items; on the first page these are what needs attention first.',
          querystring: pipelineListQuery,
          response: { 200: pipelineList },
        },
      },
      async ({ query: { limit, cursor, ...filter } }) => {
        const after = cursor === undefined ? undefined : positionOf(cursor);
        const placed = await pipelines.page(filter, limit + 1, after);
        const viewed = await view(await pipelines.summaries(recentRuns, placed.slice(0, limit)));
        const byName = new Map(viewed.map((one) => [keyOf(one.pipeline.namespace, one.pipeline.name), one]));
        const shown = withinPage(
          placed.slice(0, limit).flatMap((place) => {
            const one = byName.get(keyOf(place.namespace, place.name));
            return one === undefined ? [] : [{ ...one, place }];
          }),
          ({ pipeline }) => pipeline,
        );
        const last = shown.at(-1)?.place ?? placed[limit - 1];
        const total = placed[0]?.total ?? 0;
        const hasMore = placed.length > limit || shown.at(-1)?.place !== placed.at(-1);
        return {
          items: shown.map(({ pipeline }) => pipeline),
          nextCursor: hasMore && last !== undefined ? encodeCursor([last.rank, last.namespace, last.name]) : null,
          total,
          ...sentenceAbout(shown, receptionTime(), after === undefined && hasMore ? total : shown.length),
        };
      },
    );

    const params = z.object({ namespace: words, name: words });
    app.get(
      '/pipelines/:namespace/:name',
      { schema: { summary: 'One pipeline and how its stages went lately', params, response: { 200: pipelineDetail } } },
      async (request) => {
        const { namespace, name } = request.params;
        const [viewed] = await view(await pipelines.summaries(recentRuns, [{ namespace, name }]));
        if (viewed === undefined) throw noSuchPipeline(namespace, name);
        return { ...viewed.pipeline, stages: stageTrendsOf(viewed.views, viewed.sample) };
      },
    );
    done();
  };

const positionParts = z.tuple([z.int().min(0), z.string(), z.string()]);

const positionOf = (cursor: string): PipelinePosition => {
  const [rank, namespace, name] = decodeCursor(cursor, positionParts);
  return { rank, namespace, name };
};

const sentenceAbout = (viewed: readonly ViewedPipeline[], { nowMs }: ReceptionTime, total: number) => {
  const described = viewed.map((one) => one.described);
  return writtenSentence(pipelinesSentence(described, nowMs, total), nowMs);
};
