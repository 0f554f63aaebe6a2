import { expect, test } from 'vitest';
import type { DatabaseAddress } from './database-address.ts';
import { createPoolLoads, type PoolFigures } from './pool-load.ts';

const address: DatabaseAddress = { system: 'postgresql', host: 'db', port: 5432, database: 'flights' };

const createPool = (max: number) => {
  let current: PoolFigures = { used: 0, idle: 0, pending: 0, max };
  return {
    pool: { address, figures: () => current },
    set: (next: Partial<PoolFigures>) => void (current = { ...current, ...next }),
  };
};

test('what was full between two exports is told, once', () => {
  const loads = createPoolLoads();
  const { pool, set } = createPool(2);
  const { changed } = loads.watch(pool);
  set({ used: 2, pending: 40 });
  changed();
  set({ used: 0, idle: 2, pending: 0 });
  expect(loads.take()).toMatchObject([{ used: 0, idle: 2, pending: 0, max: 2, usedMax: 2, pendingMax: 40 }]);
  expect(loads.take()).toMatchObject([{ usedMax: 0, pendingMax: 0 }]);
});

test('who gets a connection that is free or is made does not wait', () => {
  const loads = createPoolLoads();
  const { pool, set } = createPool(3);
  const { changed } = loads.watch(pool);
  set({ used: 1, idle: 1, pending: 2 });
  changed();
  set({ used: 2, idle: 0, pending: 2 });
  changed();
  expect(loads.take()).toMatchObject([{ usedMax: 2, pendingMax: 1 }]);
});

test('a pool that ends before an export is told in it, and no more', () => {
  const loads = createPoolLoads();
  const { pool, set } = createPool(2);
  const { changed, ended } = loads.watch(pool);
  set({ used: 2, pending: 1 });
  changed();
  set({ used: 0, pending: 0 });
  ended();
  expect(loads.take()).toMatchObject([{ used: 0, max: 2, usedMax: 2, pendingMax: 1 }]);
  expect(loads.take()).toEqual([]);
});

test('pools of one address add up', () => {
  const loads = createPoolLoads();
  const [one, other] = [createPool(2), createPool(3)];
  const watches = [one, other].map(({ pool }) => loads.watch(pool));
  one.set({ used: 2 });
  other.set({ used: 1 });
  for (const { changed } of watches) changed();
  expect(loads.take()).toMatchObject([{ used: 3, max: 5, usedMax: 3 }]);
});
