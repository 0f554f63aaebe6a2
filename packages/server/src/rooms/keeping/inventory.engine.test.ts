import { dataInventory } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestState } from '../../storage/state/_state.ts';
import type { StateStore } from '../../storage/state/state-store.ts';
import { keptTables } from '../../storage/telemetry/retention/classes.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { inventory } from './inventory.ts';
import { storedTables } from './store-tables.ts';

let api: TestApi;
let state: StateStore;
beforeAll(async () => void ([api, state] = await Promise.all([startTestApi(), openTestState()])));
afterAll(async () => {
  await state?.[Symbol.asyncDispose]();
  await api?.[Symbol.asyncDispose]();
});

it('every table is in the inventory, once: a new one has to be said of whom it is, and how long it is kept', async () => {
  const stored = await storedTables(api.engine.telemetry, state)();
  for (const store of ['telemetry', 'state'] as const) {
    const named = inventory.filter((entry) => entry.store === store).flatMap(({ tables }) => tables);
    expect([...stored[store]].filter((table) => named.filter((one) => one === table).length !== 1)).toEqual([]);
    expect(stored[store].size).toBeGreaterThan(10);
  }
});

it('every table of telemetry is one that retention deletes from, or has no end by its nature', async () => {
  const { telemetry } = await storedTables(api.engine.telemetry, state)();
  const withoutEnd = new Set(['schema_migrations', 'span_rules']);
  expect([...telemetry].filter((table) => !keptTables.includes(table) && !withoutEnd.has(table))).toEqual([]);
});

it('the inventory has who may see it, and of telemetry for how long it is kept', async () => {
  const { items } = dataInventory.parse((await api.app.inject('/api/v1/data-inventory')).json());
  expect(items.find(({ name }) => name === 'logs')).toMatchObject({
    keptFor: '30 days',
    seenBy: ['viewer', 'operator', 'admin'],
  });
  expect(items.find(({ name }) => name === 'people')).toMatchObject({ seenBy: ['admin'] });
});
