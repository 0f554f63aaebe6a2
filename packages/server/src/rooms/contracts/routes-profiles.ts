import { fileProfilePage, fileProfileQuery } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { ProfileReader } from './facts-profiles.ts';
import { reads } from '../../access/needs.ts';

export const profileRoutes =
  (profiles: ProfileReader): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/checks/profiles',
      {
        config: reads,
        schema: {
          summary: 'What is known of the files that were checked against a contract, the newest first',
          querystring: fileProfileQuery,
          response: { 200: fileProfilePage },
        },
      },
      async ({ query: { limit, ...filter } }) => ({ items: await profiles.newest(filter, limit) }),
    );
    done();
  };
