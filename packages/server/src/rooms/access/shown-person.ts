import type { Person, PasswordLink } from '@sightglass/model/rest';
import type { PasswordLinks } from '../../access/store/password-links.ts';
import type { PersonRow } from '../../access/store/people.ts';

const linkForMs = 3 * 24 * 3_600_000;

/** A link with which a person sets a password, once. */
export const newLinkFor = async (links: PasswordLinks, id: string): Promise<PasswordLink> => ({
  path: `/password#${await links.create(id, linkForMs)}`,
  expiresAt: new Date(Date.now() + linkForMs).toISOString(),
});

export const shownPerson = ({ createdAt, lastSignInAt, groups, ...row }: PersonRow): Person => ({
  ...row,
  groups: [...groups],
  createdAt: createdAt.toISOString(),
  lastSignInAt: lastSignInAt?.toISOString() ?? null,
});
