import pLimit from 'p-limit';
import { hashPassword, isPassword, wastePasswordTime } from './password.ts';

/** More passwords wait to be looked at than will be soon. */
export class SignInBusyError extends Error {
  readonly code = 'SIGN_IN_BUSY';
  readonly statusCode = 429;
  readonly retryAfterSeconds = 5;
  constructor() {
    super('Too many people sign in at once. Try again in a few seconds.');
  }
}

/** Each takes 19 MiB for its time: so many at once, so many more wait. */
const mostHashes = { atOnce: 2, waiting: 50 } as const;

/** All work with passwords of a server, for signing in and for setting them. Raises SignInBusyError. */
export const boundHashing = () => {
  const limit = pLimit(mostHashes.atOnce);
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (limit.pendingCount >= mostHashes.waiting) throw new SignInBusyError();
    return limit(work);
  };
  return {
    hash: (password: string): Promise<string> => inTurn(() => hashPassword(password)),
    /** Takes as long where there is no hash. */
    isRight: (password: string, hash: string | null | undefined): Promise<boolean> =>
      inTurn(() => (typeof hash === 'string' ? isPassword(password, hash) : wastePasswordTime(password))),
  };
};
export type Hashing = ReturnType<typeof boundHashing>;
