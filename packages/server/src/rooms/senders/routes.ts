import type { RefusalReason } from '@sightglass/model';
import { senderList } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { Senders } from '../../senders/open-senders.ts';

/** Who sends what, and what was refused. */
export const senderRoutes =
  ({ read }: Pick<Senders, 'read'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/senders',
      {
        config: { need: 'metrics:read' },
        schema: {
          summary: 'Who sends what, and what of it was refused and why, seen last first',
          description: 'Sums since a sender was first seen, over restarts; who is not seen for 90 days is forgotten.',
          response: { 200: senderList },
        },
      },
      async () => {
        const { sent, refused } = await read();
        return {
          senders: sent.map(({ firstAt, lastAt, ...one }) => ({
            ...one,
            firstAt: firstAt.toISOString(),
            lastAt: lastAt.toISOString(),
          })),
          refusals: refused.map(({ lastAt, reason, ...one }) => ({
            ...one,
            reason: reason as RefusalReason,
            lastAt: lastAt.toISOString(),
          })),
        };
      },
    );
    done();
  };
