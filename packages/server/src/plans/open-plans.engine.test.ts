import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import type { ConfigInput } from '../config/schema.ts';
import { openTestState } from '../storage/state/_state.ts';
import type { StateStore } from '../storage/state/state-store.ts';
import { openPlans } from './open-plans.ts';

let state: StateStore;
beforeAll(async () => void (state = await openTestState()));
afterAll(() => state[Symbol.asyncDispose]());

const orders = { namespace: 'default', name: 'orders' };
const at = (text: string): number => Date.parse(`2026-03-${text}Z`);

/** What servers that started were told of others. */
let differences: string[][] = [];

/** The plans of a server that starts then with these settings. */
const startAt = (nowMs: number, pipelines: ConfigInput['pipelines'], installationId = 'first') =>
  openPlans(
    { state, installationId, onDifferences: (names) => differences.push([...names]) },
    loadConfig({ env: {}, overrides: { pipelines } }).pipelines,
    nowMs,
  );

test('a run is judged by what was configured when it started, over restarts and changes', async () => {
  const first = [{ name: 'orders', schedule: '0 2 * * *', calendar: { days: 'business' as const }, deadline: '04:00' }];
  await startAt(at('01T00:00:00'), first);
  const again = await startAt(at('02T00:00:00'), first);
  expect(again.sinceMs(orders)).toBe(at('01T00:00:00'));

  const changed = await startAt(at('03T00:00:00'), [{ name: 'orders', schedule: '0 3 * * *', owner: 'sales' }]);
  expect(changed.sinceMs(orders)).toBe(at('03T00:00:00'));
  const run = (startedAtMs: number) => ({
    namespace: 'default',
    pipeline: 'orders',
    startedAtMs,
    owner: null,
    criticality: null,
    schedule: '0 9 * * *',
    timeZone: 'Europe/Berlin',
    deadline: null,
  });
  const inForce = (startedAtMs: number) => {
    const { schedule, timeZone, deadline, owner } = changed.ofRun(run(startedAtMs));
    return { schedule, timeZone, deadline, owner };
  };
  const declared = { schedule: '0 9 * * *', timeZone: 'Europe/Berlin', deadline: null };
  expect([at('01T00:00:00') - 1, at('02T12:00:00'), at('03T00:00:00')].map(inForce)).toEqual([
    { ...declared, owner: 'sales' },
    { schedule: '0 2 * * *', timeZone: null, deadline: '04:00', owner: 'sales' },
    { schedule: '0 3 * * *', timeZone: null, deadline: null, owner: 'sales' },
  ]);

  const removed = await startAt(at('04T00:00:00'), []);
  expect(removed.of(orders)).toBeUndefined();
  expect(removed.ofRun(run(at('03T12:00:00')))).toMatchObject({ schedule: '0 3 * * *', owner: null });
  expect(removed.ofRun(run(at('04T12:00:00')))).toMatchObject({ ...declared, owner: null });
  expect(removed.now(orders, run(0))).toEqual(run(0));
});

test.each([
  ['without pipelines', []],
  ['with another schedule', [{ name: 'orders', schedule: '0 5 * * *' }]],
  ['with another pipeline', [{ name: 'rates', schedule: '0 2 * * *' }]],
])('another server on the same state, %s, changes nothing of when the times were configured', async (name, others) => {
  const [own, other] = [`own ${name}`, `other ${name}`];
  const pipelines = [{ name: 'orders', schedule: '0 2 * * *' }];
  await startAt(at('01T00:00:00'), pipelines, own);
  const beside = await startAt(at('02T00:00:00'), others, other);
  expect(beside.sinceMs(orders)).toBe(others[0]?.name === 'orders' ? at('02T00:00:00') : undefined);
  expect((await startAt(at('10T02:05:00'), pipelines, own)).sinceMs(orders)).toBe(at('01T00:00:00'));
  expect((await startAt(at('11T00:00:00'), others, other)).sinceMs(orders)).toBe(beside.sinceMs(orders));
});

test('a server whose times differ from those of another that is alive says for which pipelines', async () => {
  const daily = { name: 'orders', schedule: '0 2 * * *' };
  const aliveSince = (id: string, age: string) =>
    state.query("INSERT INTO settings (name, value, changed_at) VALUES ($1, '{}'::jsonb, now() - $2::interval)", [
      `hearing.${id}`,
      age,
    ]);
  const startWith = async (id: string, pipelines: ConfigInput['pipelines']) => {
    differences = [];
    await startAt(at('01T00:00:00'), pipelines, id);
    return differences;
  };
  await startWith('gone', [{ name: 'forgotten', schedule: '0 1 * * *' }]);
  await startWith('one', [daily, { name: 'rates', namespace: 'finance', schedule: '0 5 * * *' }]);
  await aliveSince('gone', '3 days');
  await aliveSince('one', '3 seconds');

  expect(await startWith('two', [{ ...daily, schedule: '0 3 * * *', owner: 'sales' }])).toEqual([
    ['default/orders', 'finance/rates'],
  ]);
  const same = [
    { ...daily, owner: 'other' },
    { name: 'rates', namespace: 'finance', schedule: '0 5 * * *' },
  ];
  expect(await startWith('three', same)).toEqual([]);
});
