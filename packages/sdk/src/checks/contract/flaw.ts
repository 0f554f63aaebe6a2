/** Where in a contract something cannot be used, and why. */
export interface Flaw {
  readonly path: readonly (string | number)[];
  readonly message: string;
}
