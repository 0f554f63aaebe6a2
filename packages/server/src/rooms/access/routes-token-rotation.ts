import { rightsOfRole } from '@sightglass/model';
import { rotatedToken, tokenRotation } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { refuseWithout } from '../../access/gate.ts';
import type { Person, TokenHolder } from '../../access/principal.ts';
import type { TokenRow } from '../../access/store/tokens.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import { holderOf, NotYoursError, ownerUnless } from './owner.ts';
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
        refuseMore(holderOf(request), old);
        const { kind, name, rights, personId, signals, namespaces } = old;
        const lastsMs = old.expiresAt === null ? undefined : old.expiresAt.getTime() - old.createdAt.getTime();
        const expiresAt = lastsMs === undefined ? null : new Date(Date.now() + lastsMs);
        const untilAt = new Date(Date.now() + request.body.overlapMinutes * 60_000);
        const created = await request.together(async () => {
          const made = await tokens.create({ kind, name, personId, rights, expiresAt, signals, namespaces });
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

/** Raises AccessRefusedError: a token that may little is not the way to one that may more. Those that send are given by who manages tokens. */
const refuseMore = (principal: Person | TokenHolder, { kind, rights }: TokenRow): void => {
  if (principal.kind === 'person' || kind === 'ingest') return;
  const mayHave = principal.of === undefined ? principal.rights : rightsOfRole[principal.of.role];
  for (const right of rights) if (mayHave.has(right)) refuseWithout(right, { principal });
};
