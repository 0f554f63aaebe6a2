import type { Server } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import type { TlsTaker } from './tls.ts';

const closeGraceMs = 1_000;

/** Requests under way may end; one that takes its time is cut off. */
export const closeSoon = async (app: FastifyInstance): Promise<void> => {
  const cut = setTimeout(() => app.server.closeAllConnections(), closeGraceMs);
  await app.close().finally(() => clearTimeout(cut));
};

/** Its server, for a renewed certificate; one without TLS needs none. */
export const takerOf = (app: FastifyInstance): TlsTaker => ({
  setSecureContext: (pair) => (app.server as unknown as Partial<Server>).setSecureContext?.(pair),
});
