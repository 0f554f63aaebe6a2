import type { Right, Role } from '@sightglass/model';
import type { TokenSignal } from '@sightglass/model/words/token-scope';
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

/** What a token may send; null: everything. */
export interface SendScope {
  readonly signals: readonly TokenSignal[] | null;
  /** Exact names, or globs with `*` and `?`. */
  readonly namespaces: readonly string[] | null;
}

/** A program that shows a token. One of a person has no more rights than that person has now. */
export interface TokenHolder {
  readonly kind: 'token';
  readonly id: string;
  readonly name: string;
  readonly rights: ReadonlySet<Right>;
  /** What it may send, of one that may not send everything. */
  readonly scope?: SendScope | undefined;
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
