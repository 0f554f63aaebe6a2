import type { Attempts } from './attempts.ts';
import type { Hashing } from './bounded-hashing.ts';
import type { People } from './store/people.ts';
import type { Client, Sessions } from './store/sessions.ts';

/** Name or password is wrong; which of them is not told. */
export class SignInRefusedError extends Error {
  readonly code = 'SIGN_IN_REFUSED';
  readonly statusCode = 401;
  constructor() {
    super('The name or the password is wrong.');
  }
}

export interface SignInParts {
  readonly people: Pick<People, 'credentials'>;
  readonly sessions: Pick<Sessions, 'begin'>;
  readonly attempts: Attempts;
  readonly hashing: Hashing;
}

export interface Attempt {
  readonly name: string;
  readonly password: string;
  readonly client: Client;
}

/** Signs people in with a name and a password; resolves with the id of the person and the secret of the new session. Raises SignInRefusedError, SignInDelayedError, SignInBusyError. */
export const createSignIn =
  ({ people, sessions, attempts, hashing }: SignInParts) =>
  async ({ name, password, client }: Attempt): Promise<{ personId: string; secret: string }> => {
    const attempter = { name, address: client.address };
    await attempts.begin(attempter);
    const known = await people.credentials(name);
    const matches = await hashing.isRight(password, known?.passwordHash);
    if (known === undefined || known.disabled || !matches) throw new SignInRefusedError();
    await attempts.succeeded(attempter);
    return { personId: known.id, secret: await sessions.begin(known.id, client) };
  };
export type SignIn = ReturnType<typeof createSignIn>;
