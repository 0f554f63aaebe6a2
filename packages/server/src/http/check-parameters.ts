import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RequestError } from './errors.ts';
import { nearest } from '@sightglass/model';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Somebody else leads browsers here, with parameters of their own. */
    foreignQuery?: true;
  }
}

type Query = Readonly<Record<string, unknown>>;

/** Refuses what would otherwise be ignored: unknown, repeated and empty query parameters, and ranges that end before they begin. */
export const checkParameters = (app: FastifyInstance): void => {
  app.addHook('preValidation', async (request) => {
    if (!request.routeOptions.config.foreignQuery) refuse(problemsOf(request.query as Query, knownTo(request)));
  });
  app.addHook('preHandler', async (request) => refuse(rangeProblems(request.query as Query)));
};

export interface ParameterProblem {
  readonly path: string;
  readonly message: string;
}

const problemsOf = (query: Query, known: readonly string[]): ParameterProblem[] =>
  Object.entries(query).flatMap(([name, value]) => {
    const message = messageOf(name, value, known);
    return message === undefined ? [] : [{ path: name, message }];
  });

const messageOf = (name: string, value: unknown, known: readonly string[]): string | undefined => {
  if (!known.includes(name)) return unknownMessage(name, known);
  if (Array.isArray(value))
    return `is given ${value.length} times; give it once, several values with commas where it takes them`;
  return value === '' ? 'is empty; give it a value or leave it out' : undefined;
};

const unknownMessage = (name: string, known: readonly string[]): string => {
  if (known.length === 0) return 'is not a parameter here; this address takes none';
  const meant = nearest(name, known);
  return `is not a parameter here${meant === undefined ? '.' : `; did you mean ${meant}?`} Allowed: ${known.join(', ')}`;
};

const rangeProblems = ({ from, to }: Query): ParameterProblem[] =>
  typeof from === 'string' && typeof to === 'string' && Date.parse(from) > Date.parse(to)
    ? [{ path: 'from', message: `is after to (${from} > ${to}); the range ends before it begins` }]
    : [];

/** Names of the route's zod shape. */
const knownTo = ({ routeOptions }: FastifyRequest): string[] =>
  Object.keys((routeOptions.schema?.querystring as { shape?: object } | undefined)?.shape ?? {});

const refuse = (problems: readonly ParameterProblem[]): void => {
  if (problems.length === 0) return;
  const detail = problems.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new RequestError('PARAMETER_INVALID', 400, `${detail}.`, problems);
};
