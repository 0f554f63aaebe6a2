import { networkOf } from './network-of.ts';
import type { Attempted, FailureStore } from './store/failures.ts';
import type { ServerKey } from './store/server-key.ts';

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

/** Who tries a password, and of which account; a provider says of which only when it has succeeded. */
export interface Attempter {
  readonly name?: string;
  readonly address: string;
  /** The browser, or the session, by which this person signed in before: failures elsewhere are of no matter then. */
  readonly device?: string | undefined;
}

/** Tries of a password, wherever one is given: each counts as failed until it has succeeded. */
export const createAttempts = (failures: FailureStore, { hash }: Pick<ServerKey, 'hash'>) => {
  /** A password that was typed as a name is not kept. */
  const accountOf = (name: string): Promise<string> => hash('account', name.toLowerCase());
  /** Those with a provider are counted apart: whoever is refused there does not keep others of the same address from a password. */
  const countedOf = async ({ name, address, device }: Attempter): Promise<Attempted[]> => {
    if (name === undefined) return [{ kind: 'address', name: `provider ${networkOf(address)}` }];
    const account = await accountOf(name);
    if (device !== undefined) return [{ kind: 'device', name: `${account} ${device}` }];
    const network = networkOf(address);
    return [
      { kind: 'address', name: network },
      { kind: 'accountAtAddress', name: `${account} ${network}` },
      { kind: 'account', name: account },
    ];
  };
  return {
    /** Raises SignInDelayedError. */
    async begin(attempter: Attempter): Promise<void> {
      const pauseMs = await failures.begin(await countedOf(attempter), Date.now());
      if (pauseMs > 0) throw new SignInDelayedError(pauseMs);
    },
    async succeeded(attempter: Attempter): Promise<void> {
      for (const one of await countedOf(attempter)) await failures.succeeded(one);
    },
    /** The account has a new password: failures with the one before are of no matter. */
    forgive: async (name: string): Promise<void> => failures.forgive(await accountOf(name)),
  };
};
export type Attempts = ReturnType<typeof createAttempts>;
