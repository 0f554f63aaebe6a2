import pLimit from 'p-limit';
import { isPassword, wastePasswordTime } from './password.ts';
import type { FailureStore } from './store/failures.ts';
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

/** After several failures the next attempt has to wait. */
export class SignInDelayedError extends Error {
  readonly code = 'SIGN_IN_DELAYED';
  readonly statusCode = 429;
  readonly retryAfterSeconds: number;
  constructor(pauseMs: number) {
    const seconds = Math.ceil(pauseMs / 1_000);
    super(
      `There were several failed attempts. Try again in ${seconds} s; an admin can give you a link for a new password.`,
    );
    this.retryAfterSeconds = seconds;
  }
}

/** More attempts wait than will be looked at soon. */
export class SignInBusyError extends Error {
  readonly code = 'SIGN_IN_BUSY';
  readonly statusCode = 429;
  readonly retryAfterSeconds = 5;
  constructor() {
    super('Too many people sign in at once. Try again in a few seconds.');
  }
}

export interface SignInParts {
  readonly people: Pick<People, 'credentials'>;
  readonly sessions: Pick<Sessions, 'begin'>;
  readonly failures: FailureStore;
}

export interface Attempt {
  readonly name: string;
  readonly password: string;
  readonly client: Client;
}

/** Each takes 19 MiB for its time: so many at once, so many more wait. */
const mostHashes = { atOnce: 2, waiting: 50 } as const;

/** Signs people in with a name and a password; resolves with the id of the person and the secret of the new session. Raises SignInRefusedError, SignInDelayedError, SignInBusyError. */
export const createSignIn = ({ people, sessions, failures }: SignInParts) => {
  const limit = pLimit(mostHashes.atOnce);

  const isRight = async (password: string, hash: string | null | undefined): Promise<boolean> => {
    if (limit.pendingCount >= mostHashes.waiting) throw new SignInBusyError();
    return limit(() => (typeof hash === 'string' ? isPassword(password, hash) : wastePasswordTime(password)));
  };

  return async ({ name, password, client }: Attempt): Promise<{ personId: string; secret: string }> => {
    const counted = [
      { kind: 'address', name: client.address },
      { kind: 'account', name: name.toLowerCase() },
    ] as const;
    for (const one of counted) {
      const pauseMs = await failures.begin(one, Date.now());
      if (pauseMs > 0) throw new SignInDelayedError(pauseMs);
    }
    const known = await people.credentials(name);
    const matches = await isRight(password, known?.passwordHash);
    if (known === undefined || known.disabled || !matches) throw new SignInRefusedError();
    for (const one of counted) await failures.succeeded(one);
    return { personId: known.id, secret: await sessions.begin(known.id, client) };
  };
};
export type SignIn = ReturnType<typeof createSignIn>;
