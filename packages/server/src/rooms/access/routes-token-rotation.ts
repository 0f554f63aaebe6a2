import { rotatedToken, tokenRotation } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { readJsonBodies } from '../../http/json-bodies.ts';
import { NotYoursError, ownerUnless } from './owner.ts';
import type { TokenParts } from './routes-tokens.ts';

const params = z.object({ id: z.string().min(1).max(100) });
const what = 'token that works and has no successor,';

/** A token is followed by another, without a time in which none works. */
export const tokenRotationRoutes =
  ({ tokens }: TokenParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.post(
      '/tokens/:id/rotation',
      {
        config: { need: 'tokens:own' },
        schema: {
          summary: 'A new token in place of one, with the same rights; for a while both work',
          params,
          body: tokenRotation,
          response: { 201: rotatedToken },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const old = await tokens.find(id, ownerUnless(request, 'tokens:manage'));
        if (old === undefined) throw new NotYoursError(what, id);
        const { kind, name, rights, personId } = old;
        const lastsMs = old.expiresAt === null ? undefined : old.expiresAt.getTime() - old.createdAt.getTime();
        const expiresAt = lastsMs === undefined ? null : new Date(Date.now() + lastsMs);
        const untilAt = new Date(Date.now() + request.body.overlapMinutes * 60_000);
        const created = await request.together(async () => {
          const made = await tokens.create({ kind, name, personId, rights, expiresAt });
          if (!(await tokens.replace(id, made.id, untilAt))) throw new NotYoursError(what, id);
          const after = { id: made.id, kind, rights, expiresAt, oldWorksUntil: untilAt };
          await request.record({ action: 'token.rotated', target: name, before: { id }, after });
          return made;
        });
        return reply.code(201).send({ ...created, oldWorksUntil: untilAt.toISOString() });
      },
    );
    done();
  };
