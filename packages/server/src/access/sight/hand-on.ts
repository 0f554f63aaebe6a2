import type { FastifyInstance } from 'fastify';
import { AccessRefusedError, type GateParts, handTo, sightFor } from '../gate.ts';
import type { Sight } from './sight.ts';

/** Apps that answer who sees a part of all telemetry. */
export interface PartApps {
  readonly appFor: (sight: Exclude<Sight, 'all'>) => Promise<FastifyInstance>;
  readonly close: () => Promise<void>;
}

/**
 * Requests of people who see a part of all telemetry are answered by an app that holds that part alone: what this one keeps in memory, and
 * the queries of its routes, are out of their reach. Where there is none, nobody else is answered than those this app is for.
 */
export const handOn = (app: FastifyInstance, others: PartApps | undefined, { isFor }: GateParts): void => {
  // Before connections are waited for: their streams end with them.
  app.addHook('preClose', async () => others?.close());
  app.addHook('onRequest', async (request, reply) => {
    const sight = sightFor(request);
    if (sight === 'all') return;
    if (others !== undefined) return handTo(await others.appFor(sight), request, reply);
    if (!((await isFor?.(sight)) ?? false)) throw new AccessRefusedError(notHere);
  });
};

const notHere = {
  status: 403,
  code: 'RIGHT_MISSING',
  detail: 'What your teams own has changed while this was asked. Ask again.',
};
