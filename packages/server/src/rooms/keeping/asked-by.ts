import type { FastifyRequest } from 'fastify';

/** Who asks, by name. */
export const askedBy = ({ principal }: Pick<FastifyRequest, 'principal'>): string =>
  principal === undefined || principal.kind === 'anyone' ? 'anyone on this machine' : principal.name;
