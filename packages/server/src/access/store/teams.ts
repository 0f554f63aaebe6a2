import { randomUUID } from 'node:crypto';
import type { StateQuery, StateStore } from '../../storage/state/state-store.ts';
import type { OwnedByTeam } from '../sight/sight.ts';

export interface TeamRow extends OwnedByTeam {
  readonly id: string;
  readonly name: string;
  /** Of a sign-in provider. */
  readonly groups: readonly string[];
  readonly members: readonly { readonly id: string; readonly name: string; readonly fromGroup: boolean }[];
  readonly createdAt: Date;
}

/** `members`: ids of people who are so by no group. */
export interface TeamChange extends OwnedByTeam {
  readonly name: string;
  readonly groups: readonly string[];
  readonly members: readonly string[];
}

/** A name that another team has, in whatever case. */
export class TeamNameTakenError extends Error {
  readonly code = 'NAME_TAKEN';
  readonly statusCode = 409;
  constructor(name: string) {
    super(`There is a team "${name}" already. Choose another name.`);
  }
}

const owned = ['namespaces', 'owners', 'services', 'systems'] as const;

/** That the person of this id is in the team: an admin has added them, or they had a group of it at their last sign-in with a provider. */
const isMember = (
  personId: string,
): string => `(EXISTS (SELECT 1 FROM team_members WHERE team_id = teams.id AND team_members.person_id = ${personId})
  OR teams.groups && (SELECT member.groups FROM people AS member WHERE member.id = ${personId}))`;

/**
 * What the teams of `personId` own, a column with its table, as members have one of that name: JSON of `NamedTeam[]`, and null while there are no teams at all. Read with each request, as
 * roles are.
 */
export const ownedByTeamsOf = (personId: 'people.id' | 'tokens.person_id' | 'share_links.person_id'): string =>
  `CASE WHEN EXISTS (SELECT 1 FROM teams) THEN (
     SELECT coalesce(json_agg(json_build_object('name', teams.name, ${owned.map((name) => `'${name}', teams.${name}`).join(', ')}) ORDER BY lower(teams.name)), '[]'::json)
     FROM teams WHERE ${isMember(personId)}) END`;

const columns = `id, name, ${owned.join(', ')}, groups, created_at AS "createdAt", (
  SELECT coalesce(json_agg(json_build_object('id', people.id, 'name', people.name, 'fromGroup',
    NOT EXISTS (SELECT 1 FROM team_members WHERE team_id = teams.id AND person_id = people.id)) ORDER BY lower(people.name)), '[]'::json)
  FROM people WHERE ${isMember('people.id')}) AS members`;

export const teamsIn = (state: Pick<StateStore, 'query' | 'transaction'>) => ({
  list: (): Promise<TeamRow[]> => state.query(`SELECT ${columns} FROM teams ORDER BY lower(name)`),

  find: (id: string): Promise<TeamRow | undefined> => find(state.query, id),

  /** Raises TeamNameTakenError. Members that are no people are left out. */
  create: (team: TeamChange): Promise<TeamRow | undefined> =>
    state.transaction(async (query) => {
      const id = randomUUID();
      const made = await query(
        `INSERT INTO teams (id, name, ${owned.join(', ')}, groups) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
        [id, team.name, ...owned.map((name) => team[name]), team.groups],
      );
      if (made.length === 0) throw new TeamNameTakenError(team.name);
      await setMembers(query, id, team.members);
      return find(query, id);
    }),

  /** Undefined when there is no such team. Raises TeamNameTakenError. */
  change: (id: string, team: TeamChange): Promise<TeamRow | undefined> =>
    state.transaction(async (query) => {
      const same = await query('SELECT 1 FROM teams WHERE lower(name) = lower($1) AND id <> $2', [team.name, id]);
      if (same.length > 0) throw new TeamNameTakenError(team.name);
      const sets = owned.map((name, index) => `${name} = $${index + 3}`).join(', ');
      await query(`UPDATE teams SET name = $2, ${sets}, groups = $7, changed_at = now() WHERE id = $1`, [
        id,
        team.name,
        ...owned.map((name) => team[name]),
        team.groups,
      ]);
      await setMembers(query, id, team.members);
      return find(query, id);
    }),

  async remove(id: string): Promise<void> {
    await state.query('DELETE FROM teams WHERE id = $1', [id]);
  },
});
export type Teams = ReturnType<typeof teamsIn>;

const find = async (query: StateQuery, id: string): Promise<TeamRow | undefined> => {
  const [row] = await query<TeamRow>(`SELECT ${columns} FROM teams WHERE id = $1`, [id]);
  return row;
};

const setMembers = async (query: StateQuery, id: string, members: readonly string[]): Promise<void> => {
  await query('DELETE FROM team_members WHERE team_id = $1', [id]);
  await query(
    `INSERT INTO team_members (team_id, person_id)
     SELECT teams.id, people.id FROM teams, people WHERE teams.id = $1 AND people.id = ANY($2) ON CONFLICT DO NOTHING`,
    [id, members],
  );
};
