import type { Attempts } from './attempts.ts';
import type { Hashing } from './bounded-hashing.ts';
import type { Devices } from './devices.ts';
import type { People } from './store/people.ts';
import type { ServerKey } from './store/server-key.ts';
import type { Client, Sessions } from './store/sessions.ts';

/** Name or password is wrong; which of them is not told. */
export class SignInRefusedError extends Error {
  readonly code = 'SIGN_IN_REFUSED';
  readonly statusCode = 401;
  /** The name of the person there is. A name that nobody has may be a password: it is given as a keyed hash alone. */
  readonly attempted: { readonly name: string } | { readonly nameHash: string };
  constructor(attempted: SignInRefusedError['attempted']) {
    super('The name or the password is wrong.');
    this.attempted = attempted;
  }
}

export interface SignInParts {
  readonly people: Pick<People, 'credentials'>;
  readonly sessions: Pick<Sessions, 'begin'>;
  readonly attempts: Attempts;
  readonly hashing: Hashing;
  readonly devices: Devices;
  readonly key: Pick<ServerKey, 'hash'>;
}

export interface Attempt {
  readonly name: string;
  readonly password: string;
  readonly client: Client;
  /** What the browser has kept of an earlier sign-in. */
  readonly deviceMark?: string | undefined;
}

export interface SignedIn {
  readonly personId: string;
  /** Begins the session; resolves with its secret. */
  readonly begin: () => Promise<string>;
  /** For the browser to keep; undefined when it has one. */
  readonly newMark: string | undefined;
}

/** Signs people in with a name and a password. The session begins when the caller has it begin, so that it and what is recorded of it are one change. Raises SignInRefusedError, SignInDelayedError, SignInBusyError. */
export const createSignIn =
  ({ people, sessions, attempts, hashing, devices, key }: SignInParts) =>
  async ({ name, password, client, deviceMark }: Attempt): Promise<SignedIn> => {
    const device = await devices.read(deviceMark, name);
    const attempter = { name, address: client.address, device };
    await attempts.begin(attempter);
    const known = await people.credentials(name);
    const matches = await hashing.isRight(password, known?.passwordHash);
    if (known === undefined) throw new SignInRefusedError({ nameHash: await key.hash('name', name.toLowerCase()) });
    if (known.disabled || !matches) throw new SignInRefusedError({ name: known.name });
    await attempts.succeeded(attempter);
    const newMark = device === undefined ? await devices.mark(name) : undefined;
    return { personId: known.id, begin: () => sessions.begin(known.id, client), newMark };
  };
export type SignIn = ReturnType<typeof createSignIn>;
