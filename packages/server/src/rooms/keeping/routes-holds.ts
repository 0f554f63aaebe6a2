import { type LegalHold as Shown, legalHold, legalHoldList, newLegalHold } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { askedBy } from './asked-by.ts';
import { notFound } from '../../http/errors.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import type { LegalHold, LegalHolds } from '../../storage/state/legal-holds.ts';

const config = { need: 'holds:manage' } as const;
const params = z.object({ id: z.string().min(1).max(100) });
const gone = { 204: z.null().describe('No content') };

/** What retention must not delete. */
export const holdRoutes =
  (holds: LegalHolds): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.get(
      '/legal-holds',
      { config, schema: { summary: 'Legal holds that stand', response: { 200: legalHoldList } } },
      async () => ({ items: (await holds.standing()).map(shown) }),
    );

    app.post(
      '/legal-holds',
      {
        config,
        schema: {
          summary: 'Puts telemetry on hold: retention deletes no day on which some of it arrived',
          body: newLegalHold,
          response: { 201: legalHold },
        },
      },
      async (request, reply) => {
        const { from, to, ...scope } = request.body;
        const wanted = { ...scope, fromAt: new Date(from), toAt: to === null ? null : new Date(to) };
        const hold = await request.together(async () => {
          const placed = shown(await holds.add({ ...wanted, createdBy: askedBy(request) }));
          await request.record({ action: 'hold.placed', target: placed.reason, after: placed });
          return placed;
        });
        return reply.code(201).send(hold);
      },
    );

    app.delete(
      '/legal-holds/:id',
      {
        config,
        schema: {
          summary: 'Releases a hold: retention deletes again what is beyond its limits',
          params,
          response: gone,
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        await request.together(async () => {
          const released = await holds.release(id, askedBy(request));
          if (released === undefined) throw notFound(`No legal hold with the id "${id}" stands.`);
          await request.record({ action: 'hold.released', target: released.reason, before: shown(released) });
        });
        return reply.code(204).send(null);
      },
    );
    done();
  };

const shown = ({ fromAt, toAt, createdAt, ...hold }: LegalHold): Shown => ({
  ...hold,
  from: fromAt.toISOString(),
  to: toAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});
