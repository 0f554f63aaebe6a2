import type { FastifyRequest } from 'fastify';

/** The name of who has signed in; where nobody does, what the request claims, said as such. */
export const actorOf = ({ principal }: FastifyRequest, claimed = ''): string => {
  if (principal?.kind === 'person' || principal?.kind === 'token') return principal.name;
  return claimed.trim() === '' ? 'somebody at this machine' : `said to be ${claimed.trim()}`;
};
