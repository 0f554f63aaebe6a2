import { expect, test } from 'vitest';
import { createLanes, LaneBusyError } from './lanes.ts';

const open = (mostWaitMs: number) =>
  createLanes(() => 'connection', { write: { size: 1 }, read: { size: 1, mostWaitMs }, control: { size: 1 } });

test('a job that nobody waits for any more gives up its turn', async () => {
  const lanes = open(60_000);
  const first = Promise.withResolvers<string>();
  const done: string[] = [];
  const busy = lanes.run('read', () => first.promise);
  const leaving = new AbortController();
  const second = lanes.run('read', async () => done.push('second'), leaving.signal);
  const third = lanes.run('read', async () => done.push('third'));
  leaving.abort(new Error('left'));
  await expect(second).rejects.toThrow('left');
  first.resolve('first');
  expect(await busy).toBe('first');
  await third;
  expect(done).toEqual(['third']);
});

test('a job that waits too long is refused as one too many, and the next one gets the connection', async () => {
  const lanes = open(10);
  const first = Promise.withResolvers<void>();
  const busy = lanes.run('read', () => first.promise);
  await expect(lanes.run('read', async () => {})).rejects.toThrow(LaneBusyError);
  first.resolve();
  await busy;
  expect(await lanes.run('read', async (connection) => connection)).toBe('connection');
});
