import { passwordByLink, passwordChange } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { setSessionCookie } from '../../access/gate.ts';
import { SignInRefusedError } from '../../access/sign-in.ts';
import type { PasswordSetting } from '../../access/set-password.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import { personOf } from './owner.ts';

const nothing = z.null().describe('No content');

/** A person sets a password: by a link, or by the one before. */
export const passwordRoutes =
  ({ passwords }: { readonly passwords: PasswordSetting }): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.post(
      '/password',
      {
        config: { need: 'anybody' },
        schema: {
          summary:
            'Sets a password by a link that works once; of the first admin, or of somebody to whom an admin gave it',
          body: passwordByLink,
          response: { 204: nothing },
        },
      },
      async (request, reply) => {
        await passwords.byLink(request.body, async ({ name, isFirst }) => {
          if (isFirst) await request.record({ action: 'person.created', target: name, after: { role: 'admin' } });
          await request.record({ action: 'password.set', target: name });
        });
        return reply.code(204).send(null);
      },
    );

    app.put(
      '/me/password',
      {
        config: { need: 'signed-in' },
        schema: {
          summary: 'Changes the own password; every session ends',
          body: passwordChange,
          response: { 204: nothing },
        },
      },
      async (request, reply) => {
        const person = personOf(request);
        const note = (): Promise<void> => request.record({ action: 'password.changed', target: person.name });
        await passwords.change(person, { ...request.body, address: request.ip }, note).catch(async (error: unknown) => {
          if (error instanceof SignInRefusedError)
            await request.record({ action: 'password.refused', target: person.name });
          throw error;
        });
        setSessionCookie(request, reply, undefined);
        return reply.code(204).send(null);
      },
    );
    done();
  };
