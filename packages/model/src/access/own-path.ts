/**
 * Whether it is a path of this product, never an address elsewhere: `//host` and `/\host` are such addresses, and browsers leave tabs and line
 * ends out. The page for signing in leads nowhere. Pure.
 */
export const isOwnPath = (path: string): boolean =>
  /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(path) && !/^\/sign-in(?:[/?#]|$)/u.test(path);
