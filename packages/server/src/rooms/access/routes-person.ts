import { passwordLink, person, personChange } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { PersonRow } from '../../access/store/people.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import type { PeopleParts } from './routes-people.ts';
import { newLinkFor, shownPerson } from './shown-person.ts';

/** There is no person of that id. */
export class PersonUnknownError extends Error {
  readonly code = 'PERSON_UNKNOWN';
  readonly statusCode = 404;
  constructor(id: string) {
    super(`There is no person with the id "${id}".`);
  }
}

/** What is not changed here, as the provider says it. */
export class ByProviderError extends Error {
  readonly code = 'BY_PROVIDER';
  readonly statusCode = 409;
}

const params = z.object({ id: z.string().min(1).max(100) });
const config = { need: 'people:manage' } as const;

/** Raises PersonUnknownError. */
const knownIn = async (people: Pick<PeopleParts['people'], 'find'>, id: string): Promise<PersonRow> => {
  const row = await people.find(id);
  if (row === undefined) throw new PersonUnknownError(id);
  return row;
};

/** One person: role, and whether they may sign in. */
export const personRoutes =
  ({ people, provider }: Omit<PeopleParts, 'links'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.put(
      '/people/:id',
      {
        config,
        schema: {
          summary: 'Changes the role of a person, or whether they may sign in',
          description: 'Who may not sign in any more is signed out at once; their tokens stop working.',
          params,
          body: personChange,
          response: { 200: person },
        },
      },
      async (request) => {
        const { id } = request.params;
        const before = await knownIn(people, id);
        const hasRoleByGroup =
          before.isProvided && provider !== undefined && Object.keys(provider.settings.roles).length > 0;
        if (hasRoleByGroup && before.role !== request.body.role) throw roleByGroup(before.name, provider.name);
        return request.together(async () => {
          const row = await people.change(id, request.body);
          if (row === undefined) throw new PersonUnknownError(id);
          await request.record({
            action: 'person.changed',
            target: row.name,
            before: { role: before.role, disabled: before.disabled },
            after: { role: row.role, disabled: row.disabled },
          });
          return shownPerson(row);
        });
      },
    );

    app.delete(
      '/people/:id',
      {
        config,
        schema: {
          summary: 'Removes a person with their sessions and tokens',
          params,
          response: { 204: z.null().describe('No content') },
        },
      },
      async (request, reply) => {
        const { id, name, role } = await knownIn(people, request.params.id);
        await request.together(async () => {
          await people.remove(id);
          await request.record({ action: 'person.removed', target: name, before: { role } });
        });
        return reply.code(204).send(null);
      },
    );
    done();
  };

/** A link with which a person who has a password here sets a new one. */
export const passwordLinkRoutes =
  ({ people, links }: Pick<PeopleParts, 'people' | 'links'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.post(
      '/people/:id/password-link',
      {
        config,
        schema: {
          summary: 'A link with which a person sets a new password, once',
          params,
          response: { 200: passwordLink },
        },
      },
      async (request) => {
        const { id, name, isProvided } = await knownIn(people, request.params.id);
        if (isProvided) throw new ByProviderError(`"${name}" signs in with the provider, and has no password here.`);
        return request.together(async () => {
          await request.record({ action: 'password-link.created', target: name });
          return newLinkFor(links, id);
        });
      },
    );
    done();
  };

const roleByGroup = (name: string, provider: string): ByProviderError =>
  new ByProviderError(
    `The role of "${name}" comes from groups of ${provider} (signIn.oidc.roles), at each sign-in. Change the groups there.`,
  );
