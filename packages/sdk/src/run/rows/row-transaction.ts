import { context, createContextKey } from '@opentelemetry/api';
import { safely } from '../../safely.ts';
import { settling } from './settling.ts';
import type { Transaction } from '../types.ts';

/** What rows that were written count for, once they count. */
interface RowTarget {
  countWritten(rows: number): void;
}

/** Holds back what is written until it is known whether it stays. */
export class RowTransaction implements Transaction {
  /** Inside this one, a commit hands on what was held. */
  readonly outer: RowTransaction | undefined;
  readonly #held = new Map<RowTarget, number>();
  readonly #onSettled: (() => void)[] = [];
  state: Transaction['state'] = 'open';

  /** Inside an outer one, a commit hands on to that what was held. */
  constructor(outer?: RowTransaction) {
    this.outer = outer;
  }

  hold(target: RowTarget, rows: number): void {
    if (this.state === 'committed') this.#handOn(target, rows);
    if (this.state === 'open') this.#held.set(target, (this.#held.get(target) ?? 0) + rows);
  }

  /** Rows of `target` that wait for this transaction and those around it. */
  heldFor(target: RowTarget): number {
    return (this.#held.get(target) ?? 0) + (this.outer?.heldFor(target) ?? 0);
  }

  whenSettled(action: () => void): void {
    if (this.state === 'open') this.#onSettled.push(action);
    else action();
  }

  /** Commits when `body` returns and rolls back when it throws. */
  around<T>(body: () => T): T {
    return settling(body, {
      returned: () => this.#settle('committed'),
      threw: () => this.#settle('rolled-back'),
    });
  }

  rollBack(): void {
    this.#settle('rolled-back');
  }

  #settle(state: 'committed' | 'rolled-back'): void {
    if (this.state !== 'open') return;
    this.state = state;
    if (state === 'committed') for (const [target, rows] of this.#held) this.#handOn(target, rows);
    this.#held.clear();
    for (const action of this.#onSettled.splice(0)) safely(action);
  }

  #handOn(target: RowTarget, rows: number): void {
    if (this.outer === undefined) target.countWritten(rows);
    else this.outer.hold(target, rows);
  }
}

const key = createContextKey('sightglass.transaction');

interface OwnTransaction {
  readonly owner: RowTarget;
  readonly transaction: RowTransaction;
}

/** The innermost transaction that `owner` itself has opened around the calling code. */
export const activeTransactionOf = (owner: RowTarget): RowTransaction | undefined => {
  const active = context.active().getValue(key) as OwnTransaction | undefined;
  return active?.owner === owner ? active.transaction : undefined;
};

export const insideTransaction = <T>(owned: OwnTransaction, body: () => T): T =>
  context.with(context.active().setValue(key, owned), body);
