import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { CountedRows } from './row-counter.ts';
import { RowTransaction } from './row-transaction.ts';

const nobody = { miscounted: () => undefined, sawManyReasons: () => undefined };

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager()));

/** A transaction that writes, and holds others inside it, one after the other or side by side. */
interface Work {
  readonly rows: number;
  readonly commits: boolean;
  readonly sideBySide: boolean;
  readonly inner: readonly Work[];
}

const workTo = (depth: number): fc.Arbitrary<Work> =>
  fc.record({
    rows: fc.nat(1_000),
    commits: fc.boolean(),
    sideBySide: fc.boolean(),
    inner: depth === 0 ? fc.constant([]) : fc.array(workTo(depth - 1), { maxLength: 3 }),
  });

const stays = ({ rows, commits, inner }: Work): number =>
  commits ? rows + inner.reduce((sum, each) => sum + stays(each), 0) : 0;

const perform = async (counted: CountedRows, { rows, commits, sideBySide, inner }: Work): Promise<void> => {
  const body = async () => {
    const perhaps = (each: Work) => perform(counted, each);
    if (sideBySide) await Promise.all(inner.map(perhaps));
    else for (const each of inner) await perhaps(each);
    counted.written(rows);
    if (!commits) throw new Error('rolled back');
  };
  await counted.transaction(body).catch(() => undefined);
};

it('only rows of committed transactions count, however they nest', async () => {
  await fc.assert(
    fc.asyncProperty(workTo(3), fc.constantFrom(undefined, true, false), async (drawn, outerCommits) => {
      const outer = outerCommits === undefined ? undefined : new RowTransaction();
      const counted = new CountedRows(nobody, outer);
      const all = async () => {
        await perform(counted, drawn);
        if (outer !== undefined) expect(counted.ledger.written).toBe(0);
        if (outerCommits === false) throw new Error('rolled back');
      };
      await (outer === undefined
        ? all()
        : outer.around(all).catch((error: Error) => expect(error.message).toBe('rolled back')));
      expect(counted.ledger.written).toBe(outerCommits === false ? 0 : stays(drawn));
    }),
  );
});

it('a body that is synchronous stays so, and its error comes back unchanged', () => {
  const counted = new CountedRows(nobody);
  expect(counted.transaction(() => (counted.written(3), 'done'))).toBe('done');
  expect(() =>
    counted.transaction(() => {
      counted.written(5);
      throw new RangeError('no');
    }),
  ).toThrow(RangeError);
  expect(counted.ledger.written).toBe(3);
});

it('what is written after the end of a transaction counts as the transaction ended', () => {
  const [committed, rolledBack] = [new RowTransaction(), new RowTransaction()];
  committed.around(() => undefined);
  rolledBack.rollBack();
  const count = (transaction: RowTransaction) => {
    const counted = new CountedRows(nobody, transaction);
    counted.written(2);
    return counted.ledger.written;
  };
  expect([count(committed), count(rolledBack)]).toEqual([2, 0]);
});
