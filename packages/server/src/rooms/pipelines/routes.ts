import { pipelineDetail, pipelineList, pipelineListQuery, words } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { neverRan, noSuchPipeline } from '../../http/errors.ts';
import { withinPage } from '../../http/page-bytes.ts';
import { judgedPipelines, listPipelines, type PipelineParts } from './list/judged-pipelines.ts';
import { afterCursor, nextCursor } from './list/pipeline-page.ts';
import { planOf } from './plan-view.ts';
import { recentRuns } from './known/read-pipeline.ts';
import { reads } from '../../access/needs.ts';

export const pipelineRoutes =
  (parts: PipelineParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/pipelines',
      {
        config: reads,
        schema: {
          summary: `Pipelines with their last ${recentRuns} runs, those first that need attention, then by criticality and name`,
          description:
            'A page ends after `limit` pipelines, or 8 MiB of them. The sentence and `total` are about all that the filter finds. `/pipelines/brief` gives of each what a list shows.',
          querystring: pipelineListQuery,
          response: { 200: pipelineList },
        },
      },
      async ({ query: { limit, cursor, ...filter } }) => {
        const found = await listPipelines(parts, filter);
        const following = afterCursor(found.listed, cursor);
        const shown = withinPage(following.slice(0, limit), ({ pipeline }) => pipeline);
        const { states: _states, ...about } = found.about;
        return {
          items: shown.map(({ pipeline }) => pipeline),
          nextCursor: nextCursor(following, shown.length),
          ...about,
          neverRan: cursor === undefined ? found.neverRan : [],
        };
      },
    );

    const params = z.object({ namespace: words, name: words });
    app.get(
      '/pipelines/:namespace/:name',
      {
        config: reads,
        schema: { summary: 'One pipeline and how its stages went lately', params, response: { 200: pipelineDetail } },
      },
      async ({ params: named }) => {
        const { of } = await judgedPipelines(parts);
        const { plans } = parts;
        const one = of(named);
        if (one === undefined)
          throw (plans.of(named) === undefined ? noSuchPipeline : neverRan)(named.namespace, named.name);
        const { settings, stages } = one.read;
        const plan = planOf(plans, named, settings.declared ?? settings, (other) => of(other)?.pipeline.shown ?? null);
        return { ...one.pipeline, stages: [...stages], plan: plan ?? null };
      },
    );
    done();
  };
