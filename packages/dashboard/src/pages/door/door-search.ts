import { isOwnPath } from '@sightglass/model';

export interface SignInSearch {
  /** The page of this product to go to afterwards. */
  readonly next?: string;
  /** The provider did not sign anybody in: the server knows why. */
  readonly failed?: 'provider';
}

/** Only a path of this product is followed, never an address elsewhere. Pure. */
export const readSignInSearch = ({ next, failed }: Readonly<Record<string, unknown>>): SignInSearch => ({
  ...(typeof next === 'string' && isOwnPath(next) && { next }),
  ...(failed === 'provider' && { failed }),
});
