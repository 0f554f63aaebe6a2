import { mkdtempDisposable } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { migrateState } from './migrate.ts';
import { openPglite } from './pglite.ts';
import type { StateStore } from './state-store.ts';

/** Databases no test of this process uses now; opening one costs more than emptying it. */
const idle: StateStore[] = [];

const open = async (): Promise<StateStore> =>
  openPglite((await mkdtempDisposable(join(inject('sharedFolder'), 'state-'))).path);

/** An embedded state that holds the newest schema and nothing else. */
export const openTestState = async (): Promise<StateStore> => {
  const used = idle.pop();
  await used?.query('DROP SCHEMA public CASCADE');
  await used?.query('CREATE SCHEMA public');
  const state = used ?? (await open());
  await migrateState(state);
  return { ...state, [Symbol.asyncDispose]: async () => void idle.push(state) };
};
