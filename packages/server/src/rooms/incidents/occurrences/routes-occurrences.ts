import { occurrenceList, occurrenceListQuery, words } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { reads } from '../../../access/needs.ts';
import type { Occurrences } from './store-occurrences.ts';

/** What became of the due times of a pipeline. */
export const occurrenceRoutes =
  (occurrences: Pick<Occurrences, 'list'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/pipelines/:namespace/:name/occurrences',
      {
        config: reads,
        schema: {
          summary: 'What became of each due time of a pipeline with a schedule, newest first',
          description:
            'From when Sightglass began to note them; kept for 400 days. Empty of a pipeline without a schedule.',
          params: z.object({ namespace: words, name: words }),
          querystring: occurrenceListQuery,
          response: { 200: occurrenceList },
        },
      },
      async ({ params: { namespace, name }, query: { limit } }) => {
        const found = await occurrences.list(namespace, name, limit);
        return {
          items: found.map(({ dueAt, deadlineAt, state, usableAt, runIds }) => ({
            dueAt: dueAt.toISOString(),
            deadlineAt: deadlineAt?.toISOString() ?? null,
            state,
            usableAt: usableAt?.toISOString() ?? null,
            runIds: [...runIds],
          })),
        };
      },
    );
    done();
  };
