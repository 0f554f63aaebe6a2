import { type Session, sessionList } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SessionRow, Sessions } from '../../access/store/sessions.ts';
import { NotYoursError, ownerIn, ownerUnless, personOf, whose } from './owner.ts';

const params = z.object({ id: z.string().min(1).max(100) });
const config = { need: 'signed-in' } as const;

/** Own sessions; those of everybody for admins. */
export const sessionListRoutes =
  ({ sessions }: { readonly sessions: Sessions }): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/sessions',
      {
        config,
        schema: {
          summary: 'Sessions that have not ended, newest use first',
          querystring: whose,
          response: { 200: sessionList },
        },
      },
      async (request) => {
        const rows = await sessions.list(ownerIn(request, request.query.of, 'people:manage'));
        const own = personOf(request).sessionId;
        return { items: rows.map((row) => shownSession(row, own)) };
      },
    );

    app.delete(
      '/sessions/:id',
      { config, schema: { summary: 'Ends a session', params, response: { 204: z.null().describe('No content') } } },
      async (request, reply) => {
        const { id } = request.params;
        await request.together(async () => {
          const name = await sessions.end(id, ownerUnless(request, 'people:manage'));
          if (name === undefined) throw new NotYoursError('session', id);
          await request.record({ action: 'session.ended', target: name, before: { id } });
        });
        return reply.code(204).send(null);
      },
    );
    done();
  };

const shownSession = ({ createdAt, lastUsedAt, expiresAt, ...row }: SessionRow, own: string): Session => ({
  ...row,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  isOwn: row.id === own,
});
