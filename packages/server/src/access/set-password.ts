import { hashPassword, isPassword } from './password.ts';
import { passwordProblem } from './password-rules.ts';
import type { Person } from './principal.ts';
import { SignInRefusedError } from './sign-in.ts';
import type { PasswordLinks } from './store/password-links.ts';
import type { People, PersonRow } from './store/people.ts';

/** A password that is too short, or one of the first that are tried. */
export class PasswordRefusedError extends Error {
  readonly code = 'PASSWORD_REFUSED';
  readonly statusCode = 422;
}

/** A link that was used, has expired, or never was. */
export class LinkInvalidError extends Error {
  readonly code = 'LINK_INVALID';
  readonly statusCode = 410;
  constructor() {
    super('This link was used already, or it has expired. An admin can give you a new one.');
  }
}

/** The first admin has not said how to be called. */
export class NameMissingError extends Error {
  readonly code = 'NAME_MISSING';
  readonly statusCode = 422;
  constructor() {
    super('Give the name with which you will sign in.');
  }
}

export interface PasswordParts {
  readonly people: People;
  readonly links: PasswordLinks;
}

export interface ByLink {
  readonly link: string;
  readonly name?: string | undefined;
  readonly password: string;
}

/** Sets passwords by a link, and by the password before. */
export const createPasswordSetting = ({ people, links }: PasswordParts) => ({
  /** Whose password it now is. A refused password leaves the link as it was. Raises LinkInvalidError, NameMissingError, PasswordRefusedError, NameTakenError. */
  async byLink({ link, name, password }: ByLink): Promise<Pick<PersonRow, 'id' | 'name'>> {
    const found = await links.find(link);
    if (found === undefined) throw new LinkInvalidError();
    const known = found.personId === null ? undefined : await people.find(found.personId);
    const called = known?.name ?? name;
    if (called === undefined) throw new NameMissingError();
    await refuseWeak(password, called);
    const hash = await hashPassword(password);
    if (!(await links.use(link))) throw new LinkInvalidError();
    const person = known ?? (await people.create(called, 'admin'));
    await people.setPassword(person.id, hash);
    return person;
  },

  /** Raises SignInRefusedError when the current one is wrong, PasswordRefusedError. */
  async change(
    { id, name }: Person,
    { current, next }: { readonly current: string; readonly next: string },
  ): Promise<void> {
    const known = await people.credentials(name);
    if (known?.passwordHash == null || !(await isPassword(current, known.passwordHash))) throw new SignInRefusedError();
    await refuseWeak(next, name);
    await people.setPassword(id, await hashPassword(next));
  },
});
export type PasswordSetting = ReturnType<typeof createPasswordSetting>;

const refuseWeak = async (password: string, name: string): Promise<void> => {
  const problem = await passwordProblem(password, name);
  if (problem !== undefined) throw new PasswordRefusedError(problem);
};
