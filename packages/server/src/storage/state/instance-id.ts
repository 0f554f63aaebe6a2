import { randomUUID } from 'node:crypto';
import type { StateStore } from './state-store.ts';

/** The id of this installation: made once, the same for every server that shares the state. */
export const instanceIdOf = async (state: StateStore): Promise<string> => {
  await state.query(
    "INSERT INTO settings (name, value) VALUES ('instance.id', to_jsonb($1::text)) ON CONFLICT DO NOTHING",
    [randomUUID()],
  );
  const [row] = await state.query<{ value: string }>("SELECT value FROM settings WHERE name = 'instance.id'");
  if (row === undefined) throw new Error('The state database lost a row that had just been written.');
  return row.value;
};
