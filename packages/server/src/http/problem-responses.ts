import { STATUS_CODES } from 'node:http';
import { problem } from '@sightglass/model/rest';
import type { FastifyInstance } from 'fastify';

const descriptions = {
  400: 'A parameter is unknown, repeated, empty or not valid; `errors` names it',
  401: 'Nobody has signed in and no token was sent, on a server that needs it',
  403: 'Who asks does not have the right that this address needs',
  404: 'There is no such thing, or it is not known yet',
  405: 'The address answers other methods; the header `Allow` names them',
  421: 'The host name is not one this server answers to',
  422: 'The query would read more than one may; narrow it',
  429: 'More was asked, or is under way, than one person, token or address may; the header `Retry-After` holds when to try again',
  431: 'Address and headers are more than 16 KiB',
  500: 'The server failed; the reason is in its log',
  503: 'The telemetry engine is away or too busy; the header `Retry-After` holds when to try again',
  504: 'The query took too much time or memory; narrow it',
} as const;

const responses = Object.fromEntries(
  Object.entries(descriptions).map(([status, description]) => [
    status,
    {
      description: `${STATUS_CODES[status]}: ${description}`,
      content: { 'application/problem+json': { schema: problem } },
    },
  ]),
);

/** Says of every route how it refuses; only addresses with a part to be filled in can lead nowhere. */
export const describeProblems = (app: FastifyInstance): void => {
  app.addHook('onRoute', (route) => {
    const { 404: notFound, ...always } = responses;
    const problems = route.url.includes('/:') ? { ...always, 404: notFound } : always;
    route.schema = { ...route.schema, response: { ...problems, ...(route.schema?.response as object | undefined) } };
  });
};
