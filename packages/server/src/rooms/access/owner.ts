import type { Right } from '@sightglass/model';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { decide } from '../../access/decide.ts';
import { refuseWithout } from '../../access/gate.ts';
import type { Person, TokenHolder } from '../../access/principal.ts';
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

/** A token that belongs to nobody has nothing of its own. */
export class TokenOwnerlessError extends Error {
  readonly code = 'TOKEN_OWNERLESS';
  readonly statusCode = 409;
  constructor(name: string) {
    super(`The token "${name}" belongs to nobody, so it has no tokens of its own. Use one of a person.`);
  }
}

export const personOf = ({ principal }: FastifyRequest): Person => {
  if (principal?.kind !== 'person') throw new SignInOffError();
  return principal;
};

/** Nothing is anybody's where nobody signs in. Raises SignInOffError. */
export const holderOf = ({ principal }: Pick<FastifyRequest, 'principal'>): Person | TokenHolder => {
  if (principal === undefined || principal.kind === 'anyone') throw new SignInOffError();
  return principal;
};

/** On whose behalf own things are made and listed: a person, or a token of one. Raises TokenOwnerlessError. */
export const ownerIdOf = (request: FastifyRequest): string => {
  const holder = holderOf(request);
  if (holder.kind === 'person') return holder.id;
  if (holder.personId !== null) return holder.personId;
  throw new TokenOwnerlessError(holder.name);
};

/** Whose are listed: undefined for everybody's. Raises AccessRefusedError. */
export const ownerIn = (request: FastifyRequest, of: 'me' | 'everybody', right: Right): string | undefined => {
  if (of === 'me') return ownerIdOf(request);
  refuseWithout(right, { principal: holderOf(request) });
  return undefined;
};

/** Who has the right changes everybody's, others their own. */
export const ownerUnless = (request: FastifyRequest, right: Right): string | undefined =>
  decide(holderOf(request), right).allowed ? undefined : ownerIdOf(request);
