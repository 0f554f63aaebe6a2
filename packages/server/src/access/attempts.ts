import { isIPv6 } from 'node:net';
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

/** Who tries a password, and of which account; a provider says of which only when it has succeeded. */
export interface Attempter {
  readonly name?: string;
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
/** Those with a provider are counted apart: whoever is refused there does not keep others of the same address from a password. */
const countedOf = ({ name, address }: Attempter): Attempted[] =>
  name === undefined
    ? [{ kind: 'address', name: `provider ${networkOf(address)}` }]
    : [{ kind: 'address', name: networkOf(address) }, accountOf(name)];

/** Of an IPv6 address its /64, in which one machine can have any number of addresses; others as they are. Pure. */
export const networkOf = (address: string): string => {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [before = '', after] = address.replace(/%.*$/, '').split('::');
  const [front, back] = [groupsOf(before), groupsOf(after ?? '')];
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  const groups = [...front, ...zeros, ...back].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
};

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));
