import { profile } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { Profiles } from '../../access/store/profiles.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import { personOf } from './owner.ts';
import { profileOf } from './profile-of.ts';

/** What somebody has chosen for the pages, kept with the account so that every browser has it. */
export const profileRoutes =
  ({ profiles }: { readonly profiles: Profiles }): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.put(
      '/me/profile',
      {
        config: { need: 'signed-in' },
        schema: {
          summary: 'Keeps the name shown, time zone, language of dates and theme of who asks',
          body: profile,
          response: { 200: profile },
        },
      },
      async (request) => {
        const { id, name: target } = personOf(request);
        const { displayName } = request.body;
        return request.together(async () => {
          const before = profileOf(await profiles.of(id));
          await profiles.keep(id, request.body);
          if (displayName !== before.displayName)
            await request.record({
              action: 'profile.changed',
              target,
              before: { displayName: before.displayName },
              after: { displayName },
            });
          return request.body;
        });
      },
    );
    done();
  };
