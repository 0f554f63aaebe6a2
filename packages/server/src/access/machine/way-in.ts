import type { AccessLog } from '../store/access-log.ts';
import type { PasswordLinks } from '../store/password-links.ts';
import type { People, PersonRow } from '../store/people.ts';

/** What somebody on the machine of the server asks for. Of the link only the digest is told. */
export interface WayInRequest {
  readonly name: string;
  /** The account is made when there is none of the name, and becomes one of an admin who may sign in. */
  readonly makesAdmin: boolean;
  /** SHA-256 of the secret of the link. */
  readonly digest: string;
  /** Who works on that machine. */
  readonly by: string;
}

export interface WayIn {
  readonly name: string;
  readonly role: PersonRow['role'];
}

/** Nobody can be given this link. */
export class WayInRefusedError extends Error {
  readonly code = 'WAY_IN_REFUSED';
}

export interface WayInParts {
  readonly people: Pick<People, 'list' | 'create' | 'change'>;
  readonly links: Pick<PasswordLinks, 'keep'>;
  readonly log: Pick<AccessLog, 'add'>;
  /** Makes changes of the state one. */
  readonly together: <Result>(job: () => Promise<Result>) => Promise<Result>;
}

export const wayInForMs = 3_600_000;

/** A link with which a password is set, for whoever may change the data of the server anyway. It is in the access log, or not given. Raises WayInRefusedError. */
export const giveWayIn = (parts: WayInParts, request: WayInRequest): Promise<WayIn> =>
  parts.together(() => give(parts, request));

const give = async ({ people, links, log }: WayInParts, request: WayInRequest): Promise<WayIn> => {
  const { name, makesAdmin, digest, by } = request;
  const before = (await people.list()).find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (before?.isProvided)
    throw new WayInRefusedError(
      `"${before.name}" signs in with the provider, and has no password here. Take another name.`,
    );
  if (before === undefined && !makesAdmin)
    throw new WayInRefusedError(`There is no person "${name}". Create one: sightglass admin create ${name}`);
  if (before?.disabled && !makesAdmin)
    throw new WayInRefusedError(
      `"${before.name}" may not sign in. To change that: sightglass admin create ${before.name}`,
    );
  const entry = { actorKind: 'machine', actorId: '', actorName: by, address: '' } as const;
  const person = await personOf(people, before, request);
  if (before === undefined)
    await log.add({ ...entry, action: 'person.created', target: person.name, after: { role: person.role } });
  else if (before.role !== person.role || before.disabled)
    await log.add({
      ...entry,
      action: 'person.changed',
      target: person.name,
      before: { role: before.role, disabled: before.disabled },
      after: { role: person.role, disabled: person.disabled },
    });
  await links.keep(person.id, digest, wayInForMs);
  await log.add({ ...entry, action: 'password-link.created', target: person.name });
  return { name: person.name, role: person.role };
};

const personOf = async (
  people: WayInParts['people'],
  before: PersonRow | undefined,
  { name, makesAdmin }: WayInRequest,
): Promise<PersonRow> => {
  if (before === undefined) return people.create(name, 'admin');
  if (!makesAdmin) return before;
  return (await people.change(before.id, { role: 'admin', disabled: false })) ?? before;
};
