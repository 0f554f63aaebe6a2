import { expect, test } from 'vitest';
import { DatasetEntry } from './dataset-entry.ts';
import { HeldWrites } from './held-writes.ts';

const moved = (act: (held: HeldWrites, write: (rows?: number) => void) => void) => {
  let settled = 0;
  const entry = new DatasetEntry({ namespace: 'file', name: '/a' }, 'output', { settled: () => (settled += 1) });
  const held = new HeldWrites();
  act(held, (rows) => held.add(entry, { rows }));
  return {
    rows: entry.moved === undefined ? 'nothing' : entry.moved.rows,
    isPending: entry.isPending,
    settled: settled > 0,
  };
};

test.each<[string, Parameters<typeof moved>[0], unknown]>([
  ['committed', (held, write) => (write(1), write(2), held.commit()), 3],
  ['rolled back', (held, write) => (write(1), held.rollBack()), 'nothing'],
  ['committed twice', (held, write) => (write(1), held.commit(), write(2), held.commit()), 3],
  [
    'returned to a savepoint',
    (held, write) => (write(1), held.savepoint('s'), write(2), held.rollBackTo('s'), write(4), held.commit()),
    5,
  ],
  [
    'released',
    (held, write) => (write(1), held.savepoint('s'), write(2), held.release('s'), write(4), held.commit()),
    7,
  ],
  [
    'returned to the outer of two',
    (held, write) => (
      held.savepoint('a'),
      write(1),
      held.savepoint('b'),
      write(2),
      held.rollBackTo('a'),
      held.commit()
    ),
    'nothing',
  ],
  ['returned to one that is not known', (held, write) => (write(1), held.rollBackTo('x'), write(2), held.commit()), 2],
  ['partly not known', (held, write) => (write(1), write(), held.commit()), undefined],
  [
    'committed by the outer',
    (held, write) => {
      const outer = new HeldWrites();
      write(1);
      held.handOnTo(outer);
      outer.commit();
    },
    1,
  ],
  [
    'rolled back by the outer',
    (held, write) => {
      const outer = new HeldWrites();
      write(1);
      held.handOnTo(outer);
      outer.rollBack();
    },
    'nothing',
  ],
])('writes are %s', (_name, act, rows) => {
  expect(moved(act)).toEqual({ rows, isPending: false, settled: true });
});
