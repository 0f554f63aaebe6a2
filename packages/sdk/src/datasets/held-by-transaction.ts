import type { RowTransaction } from '../run/rows/row-transaction.ts';
import { HeldWrites } from './held-writes.ts';

const held = new WeakMap<RowTransaction, HeldWrites>();

/** What is written as part of a transaction of the program's own. */
export const heldBy = (transaction: RowTransaction): HeldWrites => {
  const known = held.get(transaction);
  if (known !== undefined) return known;
  const writes = new HeldWrites();
  held.set(transaction, writes);
  transaction.whenSettled(() => {
    if (transaction.state === 'rolled-back') writes.rollBack();
    else if (transaction.outer === undefined) writes.commit();
    else writes.handOnTo(heldBy(transaction.outer));
  });
  return writes;
};
