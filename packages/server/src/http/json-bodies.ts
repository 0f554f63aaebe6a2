import type { FastifyInstance } from 'fastify';

const mostBytes = 64 * 1_024;

/** A body that is no JSON. */
export class BodyInvalidError extends Error {
  readonly code = 'BODY_INVALID';
  readonly statusCode = 400;
  constructor(cause: unknown) {
    super(`The body is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Routes of this plugin read bodies of `application/json` alone: a form of another site cannot send one (415). */
export const readJsonBodies = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: mostBytes },
    (_request, text, parsed) => {
      try {
        parsed(null, JSON.parse(text as string));
      } catch (error) {
        parsed(new BodyInvalidError(error));
      }
    },
  );
};
