import { expect, it } from 'vitest';
import { openTestState } from '../../storage/state/_state.ts';
import { accessLogIn } from './access-log.ts';
import { forgetAccessLog } from './forget-access-log.ts';

it('retention alone deletes entries, notes how many, and everybody else is refused, before and after', async () => {
  await using state = await openTestState();
  const log = accessLogIn(state);
  const entry = { actorKind: 'nobody', actorId: '', actorName: '', target: '', address: '' } as const;
  await log.add({ ...entry, action: 'first' });
  const others = ['DELETE FROM access_log', "UPDATE access_log SET action = 'x'", 'TRUNCATE access_log'];
  const expectRefused = async () => {
    for (const sql of others) await expect(state.query(sql), sql).rejects.toThrow('only grows');
  };
  await expectRefused();
  expect(await forgetAccessLog(state)(new Date(0))).toBe(0);
  expect(await forgetAccessLog(state)(new Date(Date.now() + 60_000))).toBe(1);
  expect((await log.list({ limit: 10 })).map(({ action, after }) => [action, after])).toEqual([
    ['access-log.retention', expect.objectContaining({ entries: 1 })],
  ]);
  await expectRefused();
});
