export interface SignInSearch {
  /** The page of this product to go to afterwards. */
  readonly next?: string;
}

/** Only a path of this product is followed, never an address elsewhere. Pure. */
export const readSignInSearch = ({ next }: Readonly<Record<string, unknown>>): SignInSearch =>
  typeof next === 'string' && isOwnPath(next) ? { next } : {};

/** `//host` and `/\host` are addresses elsewhere, and browsers leave tabs and line ends out of an address. */
const isOwnPath = (path: string): boolean => /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(path) && !path.startsWith('/sign-in');
