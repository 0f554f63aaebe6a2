import type { Right, Role } from '@sightglass/model';

/** Somebody who has signed in. */
export interface Person {
  readonly kind: 'person';
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly sessionId: string;
}

/** A program that shows a token. One of a person has no more rights than that person has now. */
export interface TokenHolder {
  readonly kind: 'token';
  readonly id: string;
  readonly name: string;
  readonly rights: ReadonlySet<Right>;
  /** Whose it is; null for one that is nobody's. */
  readonly personId: string | null;
}

/** Whoever reaches a server on which nobody signs in: it listens on loopback only. */
export interface Anyone {
  readonly kind: 'anyone';
}

/** On whose behalf a request is answered. */
export type Principal = Person | TokenHolder | Anyone;
