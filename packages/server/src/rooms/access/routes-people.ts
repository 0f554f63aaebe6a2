import { createdPerson, newPerson, peopleList } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { PasswordLinks } from '../../access/store/password-links.ts';
import type { ProviderSignIn } from '../../access/provider/sign-in.ts';
import type { People } from '../../access/store/people.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import { newLinkFor, shownPerson } from './shown-person.ts';

export interface PeopleParts {
  readonly people: People;
  readonly links: PasswordLinks;
  /** Undefined where no provider signs people in. */
  readonly provider: Pick<ProviderSignIn, 'name' | 'settings'> | undefined;
}

const config = { need: 'people:manage' } as const;

/** People who may sign in: their list, and new ones. */
export const peopleRoutes =
  ({ people, links }: PeopleParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.get(
      '/people',
      { config, schema: { summary: 'People who may sign in', response: { 200: peopleList } } },
      async () => ({ items: (await people.list()).map(shownPerson) }),
    );

    app.post(
      '/people',
      {
        config,
        schema: {
          summary: 'Creates a person, and a link with which they set their password',
          body: newPerson,
          response: { 201: createdPerson },
        },
      },
      async (request, reply) => {
        const created = await request.together(async () => {
          const row = await people.create(request.body.name, request.body.role);
          await request.record({ action: 'person.created', target: row.name, after: { role: row.role } });
          return { person: shownPerson(row), link: await newLinkFor(links, row.id) };
        });
        return reply.code(201).send(created);
      },
    );
    done();
  };
