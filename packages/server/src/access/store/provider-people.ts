import { randomUUID } from 'node:crypto';
import type { Role } from '@sightglass/model';
import type { StateQuery, StateStore } from '../../storage/state/state-store.ts';

/** Whom the provider has signed in, as far as it is kept. */
export interface ProvidedPerson {
  readonly issuer: string;
  readonly subject: string;
  /** Wanted for an account that is new; another name is found where somebody has it. */
  readonly name: string;
  readonly displayName: string | undefined;
  readonly groups: readonly string[];
  /** Undefined where roles do not come from groups. */
  readonly role: Role | undefined;
  readonly firstRole: Role;
}

export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly groups: readonly string[];
}

const columns = 'id, name, role, disabled, groups';
const mostNamesakes = 1_000;

/** People whom the provider signs in: found by issuer and subject alone, never by a name or an address that may pass to somebody else. */
export const providerPeopleIn = (state: Pick<StateStore, 'query' | 'transaction'>) => ({
  find: (issuer: string, subject: string): Promise<KnownPerson | undefined> => find(state.query, issuer, subject),

  /** What is now known, and what was before; `before` is undefined for an account that is new. */
  signedIn: (given: ProvidedPerson): Promise<{ before: KnownPerson | undefined; now: KnownPerson }> =>
    state.transaction(async (query) => {
      await query('LOCK TABLE people IN SHARE ROW EXCLUSIVE MODE');
      const before = await find(query, given.issuer, given.subject);
      return { before, now: await (before === undefined ? create(query, given) : update(query, before.id, given)) };
    }),

  /** The provider lets this person in no more: sessions end, tokens wait until it does again. */
  refuse: (id: string): Promise<void> =>
    state.transaction(async (query) => {
      await query('UPDATE people SET provider_refused = true, groups = $2, changed_at = now() WHERE id = $1', [id, []]);
      await query('DELETE FROM sessions WHERE person_id = $1', [id]);
    }),
});
export type ProviderPeople = ReturnType<typeof providerPeopleIn>;

const find = async (query: StateQuery, issuer: string, subject: string): Promise<KnownPerson | undefined> => {
  const [row] = await query<KnownPerson>(`SELECT ${columns} FROM people WHERE issuer = $1 AND subject = $2`, [
    issuer,
    subject,
  ]);
  return row;
};

const create = async (query: StateQuery, given: ProvidedPerson): Promise<KnownPerson> => {
  const { issuer, subject, groups, role, firstRole, displayName } = given;
  const profile = JSON.stringify(displayName === undefined ? {} : { displayName });
  for (let count = 1; count <= mostNamesakes; count++) {
    const [row] = await query<KnownPerson>(
      `INSERT INTO people (id, name, role, issuer, subject, groups, profile, provider_signed_in_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, now()) ON CONFLICT (lower(name)) DO NOTHING RETURNING ${columns}`,
      [randomUUID(), namesake(given.name, count), role ?? firstRole, issuer, subject, groups, profile],
    );
    if (row !== undefined) return row;
  }
  throw new Error(`More than ${mostNamesakes} people have the name "${given.name}".`);
};

/** `ada`, `ada-2`, … within 100 characters. */
const namesake = (name: string, count: number): string =>
  count === 1 ? name : `${Array.from(name).slice(0, 94).join('')}-${count}`;

const update = async (query: StateQuery, id: string, { groups, role }: ProvidedPerson): Promise<KnownPerson> => {
  const [row] = await query<KnownPerson>(
    `UPDATE people SET groups = $2, role = coalesce($3, role), provider_refused = false, provider_signed_in_at = now(), changed_at = now()
     WHERE id = $1 RETURNING ${columns}`,
    [id, groups, role ?? null],
  );
  return row as KnownPerson;
};
