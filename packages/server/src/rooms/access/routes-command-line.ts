import { allRights } from '@sightglass/model';
import { commandLineCode, commandLineConsent, commandLineProof, commandLineToken } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { Attempts } from '../../access/attempts.ts';
import type { CommandLineConsents } from '../../access/store/command-line-consents.ts';
import type { Tokens } from '../../access/store/tokens.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import { personOf } from './owner.ts';

export interface CommandLineParts {
  readonly consents: CommandLineConsents;
  readonly tokens: Pick<Tokens, 'create'>;
  readonly attempts: Attempts;
}

/** A code that is wrong, was used, or is older than 5 minutes. */
export class CodeInvalidError extends Error {
  readonly code = 'CODE_INVALID';
  readonly statusCode = 410;
  constructor() {
    super('This code is wrong, was used already, or is more than 5 minutes old. Begin again with `sightglass login`.');
  }
}

const tokenForMs = 30 * 24 * 3_600_000;

/** A person lets a command line act for them: a page gives a code, the command line fetches its token with it. */
export const commandLineRoutes =
  ({ consents, tokens, attempts }: CommandLineParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.post(
      '/command-line/consent',
      {
        config: { need: 'signed-in' },
        schema: {
          summary: 'Lets a command line act for who asks; the code works once',
          body: commandLineConsent,
          response: { 201: commandLineCode },
        },
      },
      async (request, reply) => {
        const { id, name: target } = personOf(request);
        const { name, challenge } = request.body;
        const { code, expiresAt } = await request.together(async () => {
          await request.record({ action: 'command-line.allowed', target, after: { name } });
          return consents.give(id, name, challenge);
        });
        return reply.code(201).send({ code, expiresAt: expiresAt.toISOString() });
      },
    );

    app.post(
      '/command-line/token',
      {
        config: { need: 'anybody' },
        schema: {
          summary: 'The token of a command line, for the code that a person was given',
          body: commandLineProof,
          response: { 201: commandLineToken },
        },
      },
      async (request, reply) => {
        const attempter = { address: request.ip };
        await attempts.begin(attempter);
        const consent = await consents.take(request.body.code, request.body.verifier);
        if (consent === undefined) throw new CodeInvalidError();
        await attempts.succeeded(attempter);
        const { personId, personName, name } = consent;
        const expiresAt = new Date(Date.now() + tokenForMs);
        // As many rights as the person has at any time.
        const created = await request.together(async () => {
          const made = await tokens.create({ kind: 'api', name, personId, rights: allRights, expiresAt });
          const after = { id: made.id, of: personName, expiresAt };
          await request.record({ action: 'token.created', target: name, after });
          return made;
        });
        return reply.code(201).send({ ...created, person: personName, expiresAt: expiresAt.toISOString() });
      },
    );
    done();
  };
