import type { Right, Role } from '@sightglass/model';
import type { NamedTeam } from './sight/sight.ts';
import type { SharedRun } from './shared-run.ts';

/** Somebody who has signed in. */
export interface Person {
  readonly kind: 'person';
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly sessionId: string;
  /** Theirs; null while there are no teams at all. */
  readonly teams: readonly NamedTeam[] | null;
}

/** A program that shows a token. One of a person has no more rights than that person has now. */
export interface TokenHolder {
  readonly kind: 'token';
  readonly id: string;
  readonly name: string;
  readonly rights: ReadonlySet<Right>;
  /** Of a link: it shows this run alone. */
  readonly only?: SharedRun | undefined;
  /** Whose it is; null for one that is nobody's. */
  readonly personId: string | null;
  /** Its person, as they are now; undefined of a token that is nobody's. */
  readonly of: Pick<Person, 'role' | 'teams'> | undefined;
}

/** Whoever reaches a server on which nobody signs in: it listens on loopback only. */
export interface Anyone {
  readonly kind: 'anyone';
}

/** On whose behalf a request is answered. */
export type Principal = Person | TokenHolder | Anyone;
