import type { Right } from '@sightglass/model';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { decide } from '../../access/decide.ts';
import { refuseWithout } from '../../access/gate.ts';
import type { Person } from '../../access/principal.ts';
import { SignInOffError } from './routes-session.ts';

export const whose = z.object({ of: z.enum(['me', 'everybody']).default('me') });

/** A token or session that is not there, or is somebody else's. */
export class NotYoursError extends Error {
  readonly code = 'NOT_FOUND';
  readonly statusCode = 404;
  constructor(what: string, id: string) {
    super(`You have no ${what} with the id "${id}".`);
  }
}

export const personOf = ({ principal }: FastifyRequest): Person => {
  if (principal?.kind !== 'person') throw new SignInOffError();
  return principal;
};

/** Whose are listed: undefined for everybody's. Raises AccessRefusedError. */
export const ownerIn = (request: FastifyRequest, of: 'me' | 'everybody', right: Right): string | undefined => {
  const person = personOf(request);
  if (of === 'me') return person.id;
  refuseWithout(right, request);
  return undefined;
};

/** Who has the right changes everybody's, others their own. */
export const ownerUnless = (request: FastifyRequest, right: Right): string | undefined => {
  const person = personOf(request);
  return decide(person, right).allowed ? undefined : person.id;
};
