import type { Attempts } from './attempts.ts';
import type { Hashing } from './bounded-hashing.ts';
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
  readonly attempts: Attempts;
  readonly hashing: Hashing;
  /** Makes changes of the state one. */
  readonly together: <Result>(job: () => Promise<Result>) => Promise<Result>;
}

export interface ByLink {
  readonly link: string;
  readonly name?: string | undefined;
  readonly password: string;
}

/** Records the change; when it fails there is none. */
export type Note = (set: Pick<PersonRow, 'name'> & { readonly isFirst: boolean }) => Promise<void>;

export interface Change {
  readonly current: string;
  readonly next: string;
  /** Of who asks. */
  readonly address: string;
}

/** Sets passwords by a link, and by the password before. */
export const createPasswordSetting = ({ people, links, attempts, hashing, together }: PasswordParts) => ({
  /** `note` is told whose password it now is, before that holds. A refused password leaves the link as it was. Raises LinkInvalidError, NameMissingError, PasswordRefusedError, NameTakenError, SignInBusyError. */
  async byLink({ link, name, password }: ByLink, note: Note): Promise<void> {
    const found = await links.find(link);
    if (found === undefined) throw new LinkInvalidError();
    const isFirst = found.personId === null;
    const known = found.personId === null ? undefined : await people.find(found.personId);
    if (!isFirst && known === undefined) throw new LinkInvalidError();
    const called = known?.name ?? name;
    if (called === undefined) throw new NameMissingError();
    await refuseWeak(password, called);
    const hash = await hashing.hash(password);
    await together(async () => {
      if (known === undefined && (await people.createFirstAdmin(called, hash)) === undefined)
        throw new LinkInvalidError();
      if (!(await links.use(link)) && known !== undefined) throw new LinkInvalidError();
      if (known !== undefined) await people.setPassword(known.id, hash);
      await note({ name: called, isFirst });
    });
    await attempts.forgive(called);
  },

  /** A wrong current one counts as a failure to sign in. Raises SignInRefusedError, SignInDelayedError, SignInBusyError, PasswordRefusedError. */
  async change(
    { id, name, sessionId }: Person,
    { current, next, address }: Change,
    note: () => Promise<void>,
  ): Promise<void> {
    const attempter = { name, address, device: sessionId };
    await attempts.begin(attempter);
    const known = await people.credentials(name);
    if (!(await hashing.isRight(current, known?.passwordHash))) throw new SignInRefusedError({ name });
    await attempts.succeeded(attempter);
    await refuseWeak(next, name);
    const hash = await hashing.hash(next);
    await together(async () => {
      await people.setPassword(id, hash);
      await note();
    });
  },
});
export type PasswordSetting = ReturnType<typeof createPasswordSetting>;

const refuseWeak = async (password: string, name: string): Promise<void> => {
  const problem = await passwordProblem(password, name);
  if (problem !== undefined) throw new PasswordRefusedError(problem);
};
