import type { CallError, FallbackPolicy } from '@sightglass/model';
import type { TimedBreakerState } from './breaker-history.ts';
import { CallTally, type CallTarget } from './call-tally.ts';

/** Rows one decision has affected. */
export interface AffectedRows {
  readonly dependency: string;
  readonly policy: FallbackPolicy;
  readonly error: CallError;
  rows: number;
  changed: boolean;
}

/** Endpoints and servers are few; those beyond this many are counted as one. */
const mostTallies = 500;
const mostChanges = 1_000;
const others: CallTarget = { dependency: 'other', endpoint: 'other', serverAddress: '', serverPort: 0 };

/** What a stage (or a run, outside its stages) has used of others. */
export class DependencyUse {
  readonly #tallies = new Map<string, CallTally>();
  readonly #rows = new Map<string, AffectedRows>();
  readonly #failures = new Map<string, number>();
  readonly #unread = new Set<() => void>();
  readonly breakerChanges: TimedBreakerState[] = [];

  tally(target: CallTarget): CallTally {
    const key = `${target.dependency}\n${target.endpoint}\n${target.serverAddress}\n${target.serverPort}`;
    const known = this.#tallies.get(key);
    if (known !== undefined) return known;
    if (this.#tallies.size >= mostTallies && target !== others) return this.tally(others);
    const tally = new CallTally(target);
    this.#tallies.set(key, tally);
    return tally;
  }

  rowsAffected(dependency: string, policy: FallbackPolicy, error: CallError, rows: number): void {
    if (rows === 0) return;
    const key = `${dependency}\n${policy}\n${error}`;
    const known = this.#rows.get(key) ?? { dependency, policy, error, rows: 0, changed: true };
    known.rows += rows;
    known.changed = true;
    this.#rows.set(key, known);
  }

  /** How often a failure of this kind has been counted, this time included. */
  countFailure({ dependency, endpoint }: CallTarget, error: CallError): number {
    const key = `${dependency}\n${endpoint}\n${error}`;
    const count = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, count);
    return count;
  }

  /** `end` is called when the stage ends, unless what is returned is called before. */
  endLater(end: () => void): () => void {
    this.#unread.add(end);
    return () => void this.#unread.delete(end);
  }

  /** Ends requests that were answered with a body nobody has read. */
  endUnread(): void {
    for (const end of this.#unread) end();
    this.#unread.clear();
  }

  breakerChanged(change: TimedBreakerState): void {
    if (this.breakerChanges.length < mostChanges) this.breakerChanges.push(change);
  }

  get tallies(): Iterable<CallTally> {
    return this.#tallies.values();
  }

  get rows(): Iterable<AffectedRows> {
    return this.#rows.values();
  }
}
