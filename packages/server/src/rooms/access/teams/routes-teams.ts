import { team, type Team, teamChange, teamList } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { TeamRow, Teams } from '../../../access/store/teams.ts';
import { readJsonBodies } from '../../../http/json-bodies.ts';

export interface TeamParts {
  readonly teams: Teams;
}

/** There is no team of that id. */
export class TeamUnknownError extends Error {
  readonly code = 'TEAM_UNKNOWN';
  readonly statusCode = 404;
  constructor(id: string) {
    super(`There is no team with the id "${id}".`);
  }
}

const params = z.object({ id: z.string().min(1).max(100) });
const config = { need: 'people:manage' } as const;

const changeSchema = {
  summary: 'Changes a team: its name, what it owns, who is in it',
  description: 'All of it is set. Who is a member by a group of a sign-in provider stays one.',
  params,
  body: teamChange,
  response: { 200: team },
};

/** Teams: what they own of all telemetry, and who is in them. */
export const teamRoutes =
  ({ teams }: TeamParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.get('/teams', { config, schema: { summary: 'Teams by name', response: { 200: teamList } } }, async () => ({
      items: (await teams.list()).map(shownTeam),
    }));

    app.post(
      '/teams',
      {
        config,
        schema: {
          summary: 'Creates a team',
          description: 'From the first team on, who is no admin sees what their teams own, and nothing else.',
          body: teamChange,
          response: { 201: team },
        },
      },
      async (request, reply) => {
        const row = await request.together(async () => {
          const created = known(await teams.create(request.body), '');
          await request.record({ action: 'team.created', target: created.name, after: changeOf(created) });
          return created;
        });
        return reply.code(201).send(shownTeam(row));
      },
    );

    app.put(
      '/teams/:id',
      {
        config,
        schema: changeSchema,
      },
      async (request) => {
        const { id } = request.params;
        return request.together(async () => {
          const before = known(await teams.find(id), id);
          const row = known(await teams.change(id, request.body), id);
          await request.record({
            action: 'team.changed',
            target: row.name,
            before: changeOf(before),
            after: changeOf(row),
          });
          return shownTeam(row);
        });
      },
    );

    app.delete(
      '/teams/:id',
      {
        config,
        schema: {
          summary: 'Removes a team; its people stay',
          description: 'With the last team everybody who has signed in sees everything again.',
          params,
          response: { 204: z.null().describe('No content') },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        await request.together(async () => {
          const before = known(await teams.find(id), id);
          await teams.remove(id);
          await request.record({ action: 'team.removed', target: before.name, before: changeOf(before) });
        });
        return reply.code(204).send(null);
      },
    );
    done();
  };

const known = (row: TeamRow | undefined, id: string): TeamRow => {
  if (row === undefined) throw new TeamUnknownError(id);
  return row;
};

/** What somebody may change of a team, as the access log has it. */
const changeOf = ({ id: _id, createdAt: _createdAt, members, ...own }: TeamRow): object => ({
  ...own,
  members: members.map(({ name }) => name),
});

const shownTeam = ({ namespaces, owners, services, systems, groups, members, createdAt, ...row }: TeamRow): Team => ({
  ...row,
  namespaces: [...namespaces],
  owners: [...owners],
  services: [...services],
  systems: [...systems],
  groups: [...groups],
  members: [...members],
  createdAt: createdAt.toISOString(),
});
