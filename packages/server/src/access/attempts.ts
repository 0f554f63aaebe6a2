import { networkOf } from './network-of.ts';
import type { Attempted, FailureStore } from './store/failures.ts';

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

/** Who tries a password, and of which account. */
export interface Attempter {
  readonly name: string;
  readonly address: string;
}

/** Tries of a password, wherever one is given: each counts as failed until it has succeeded. */
export const createAttempts = (failures: FailureStore) => ({
  /** Raises SignInDelayedError. */
  async begin(attempter: Attempter): Promise<void> {
    const pauseMs = await failures.begin(countedOf(attempter), Date.now());
    if (pauseMs > 0) throw new SignInDelayedError(pauseMs);
  },
  async succeeded(attempter: Attempter): Promise<void> {
    for (const one of countedOf(attempter)) await failures.succeeded(one);
  },
  /** The account has a new password: failures with the one before are of no matter. */
  forgive: (name: string): Promise<void> => failures.succeeded(accountOf(name)),
});
export type Attempts = ReturnType<typeof createAttempts>;

const accountOf = (name: string): Attempted => ({ kind: 'account', name: name.toLowerCase() });
const countedOf = ({ name, address }: Attempter): Attempted[] => [
  { kind: 'address', name: networkOf(address) },
  accountOf(name),
];
