import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OwnEngine, startOwnEngine } from '../../../engine/_own-engine.ts';
import { logsRequest, text } from '../../../wire/_sample.ts';
import { eraseRows } from './erase.ts';

let engine: OwnEngine;
beforeAll(async () => (engine = await startOwnEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

const bodies = async (): Promise<string[]> =>
  (await engine.telemetry.rows<{ Body: string }>('SELECT Body FROM logs ORDER BY Body')).map(({ Body }) => Body);
const openMutations = async (): Promise<number> =>
  (await engine.telemetry.rows<{ n: number }>('SELECT count() AS n FROM system.mutations WHERE NOT is_done'))[0]?.n ??
  -1;

test('an engine that ends while something is erased deletes nothing else afterwards, and it can be erased again', async () => {
  const { telemetry } = engine;
  const parts = {
    telemetry,
    untilStored: async () => {},
    whileStill: <Result>(job: () => Promise<Result>) => job(),
    restartEngine: engine.engine.restart,
  };
  await engine.insert('logs', [logsRequest([{ body: text('of anna') }, { body: text('of bert') }])]);
  await telemetry.execute('SYSTEM STOP MERGES logs');
  const cut = eraseRows(parts, { find: 'anna' }).catch((error: unknown) => error);
  await expect.poll(openMutations, { timeout: 20_000 }).toBe(1);
  await engine.engine.restart('is to be tried', async () => {});
  expect(await cut).toBeInstanceOf(Error);
  await expect.poll(openMutations, { timeout: 20_000 }).toBe(0);
  expect(await bodies()).toEqual(['of anna', 'of bert']);

  expect(await eraseRows(parts, { find: 'anna' })).toContainEqual({ table: 'logs', deleted: 1, blanked: 0 });
  expect(await bodies()).toEqual(['of bert']);
});
