import { randomUUID } from 'node:crypto';
import type { Role } from '@sightglass/model';
import type { StateQuery, StateStore } from '../../storage/state/state-store.ts';

/** What is stored of a person, without the hash of the password. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly hasPassword: boolean;
  /** The provider signs this person in. */
  readonly isProvided: boolean;
  /** As the provider said at the last sign-in. */
  readonly groups: readonly string[];
  readonly createdAt: Date;
  readonly lastSignInAt: Date | null;
}

export interface Credentials {
  readonly id: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly passwordHash: string | null;
}

const columns = `id, name, role, disabled, password_hash IS NOT NULL AS "hasPassword", issuer IS NOT NULL AS "isProvided", groups, created_at AS "createdAt",
  (SELECT max(created_at) FROM sessions WHERE person_id = people.id) AS "lastSignInAt"`;

/** A name that another person has, in whatever case. */
export class NameTakenError extends Error {
  readonly code = 'NAME_TAKEN';
  readonly statusCode = 409;
  constructor(name: string) {
    super(`There is a person "${name}" already. Choose another name.`);
  }
}

/** Without an admin who can sign in nobody could change anything any more. */
export class LastAdminError extends Error {
  readonly code = 'LAST_ADMIN';
  readonly statusCode = 409;
  constructor() {
    super('This is the last admin who can sign in. Make another person admin first.');
  }
}

export const peopleIn = (state: Pick<StateStore, 'query' | 'transaction'>) => ({
  list: (): Promise<PersonRow[]> => state.query(`SELECT ${columns} FROM people ORDER BY lower(name)`),

  async find(id: string): Promise<PersonRow | undefined> {
    const [row] = await state.query<PersonRow>(`SELECT ${columns} FROM people WHERE id = $1`, [id]);
    return row;
  },

  async credentials(name: string): Promise<Credentials | undefined> {
    const [row] = await state.query<Credentials>(
      'SELECT id, name, disabled, password_hash AS "passwordHash" FROM people WHERE lower(name) = lower($1)',
      [name],
    );
    return row;
  },

  /** Whether there is no admin who can sign in. */
  lacksAdmin: (): Promise<boolean> => lacksAdmin(state.query),

  /** With the password at once, so that nothing can come in between; undefined when there is an admin already. Raises NameTakenError. */
  createFirstAdmin: (name: string, hash: string): Promise<PersonRow | undefined> =>
    state.transaction(async (query) => {
      await lockAdmins(query);
      if (!(await lacksAdmin(query))) return undefined;
      const [row] = await query<PersonRow>(
        `INSERT INTO people (id, name, role, password_hash) VALUES ($1, $2, 'admin', $3) ON CONFLICT DO NOTHING RETURNING ${columns}`,
        [randomUUID(), name, hash],
      );
      if (row === undefined) throw new NameTakenError(name);
      return row;
    }),

  /** Raises NameTakenError. */
  async create(name: string, role: Role): Promise<PersonRow> {
    const [row] = await state.query<PersonRow>(
      `INSERT INTO people (id, name, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING ${columns}`,
      [randomUUID(), name, role],
    );
    if (row === undefined) throw new NameTakenError(name);
    return row;
  },

  /** Raises LastAdminError; undefined when there is no such person. Who is disabled has no session any more. */
  change: (id: string, { role, disabled }: Pick<PersonRow, 'role' | 'disabled'>): Promise<PersonRow | undefined> =>
    state.transaction(async (query) => {
      await lockAdmins(query);
      const [row] = await query<PersonRow>(
        `UPDATE people SET role = $2, disabled = $3, changed_at = now() WHERE id = $1 RETURNING ${columns}`,
        [id, role, disabled],
      );
      if (row === undefined) return undefined;
      if (disabled) await query('DELETE FROM sessions WHERE person_id = $1', [id]);
      await keepAnAdmin(query);
      return row;
    }),

  /** Raises LastAdminError. Their sessions and tokens go too. */
  remove: (id: string): Promise<void> =>
    state.transaction(async (query) => {
      await lockAdmins(query);
      await query('DELETE FROM people WHERE id = $1', [id]);
      await keepAnAdmin(query);
    }),

  /** Ends all sessions, and links for a password: who knew the old password is out. */
  setPassword: (id: string, hash: string): Promise<void> =>
    state.transaction(async (query) => {
      await query('UPDATE people SET password_hash = $2, changed_at = now() WHERE id = $1', [id, hash]);
      await query('DELETE FROM sessions WHERE person_id = $1', [id]);
      await query('DELETE FROM password_links WHERE person_id = $1', [id]);
    }),
});
export type People = ReturnType<typeof peopleIn>;

/** Two requests that each take the role of one of two admins wait for one another. */
const lockAdmins = async (query: StateQuery): Promise<void> => {
  await query('LOCK TABLE people IN SHARE ROW EXCLUSIVE MODE');
};

const keepAnAdmin = async (query: StateQuery): Promise<void> => {
  if (await lacksAdmin(query)) throw new LastAdminError();
};

const lacksAdmin = async (query: StateQuery): Promise<boolean> => {
  const admins = await query(
    "SELECT 1 FROM people WHERE role = 'admin' AND NOT disabled AND password_hash IS NOT NULL LIMIT 1",
  );
  return admins.length === 0;
};
