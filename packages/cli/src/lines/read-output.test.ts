import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { createOutputReader } from './read-output.ts';

const read = async (chunks: readonly string[], maxWaitingBytes?: number) => {
  const bodies: string[] = [];
  const reader = createOutputReader({
    onRecord: ({ body }) => bodies.push(body),
    ...(maxWaitingBytes !== undefined && { maxWaitingBytes }),
  });
  for (const chunk of chunks) reader.push(Buffer.from(chunk), 1);
  await reader.end();
  return bodies;
};

test('everything that fits the queue is read, in order', async () => {
  const lines = Array.from({ length: 5000 }, (_, index) => `line ${index}`);
  expect(await read([lines.slice(0, 2500).join('\n'), '\n', lines.slice(2500).join('\n')])).toEqual(lines);
});

test('what does not fit the queue is read at once, and nothing is lost', async () => {
  const long = 'x'.repeat(1000);
  expect(await read(['first\n', long, 'y\n', 'z\n'.repeat(500), 'last\n'], 100)).toEqual([
    'first',
    `${long}y`,
    ...Array.from({ length: 500 }, () => 'z'),
    'last',
  ]);
});

test('a line without an end was read with the bytes of it', async () => {
  const times: number[] = [];
  const reader = createOutputReader({ onRecord: ({ readAtMs }) => times.push(readAtMs) });
  reader.push(Buffer.from('first\nlast'), 1);
  await reader.end();
  expect(times).toEqual([1, 1]);
});

test('a record that nothing follows is there without waiting for the end', async () => {
  const bodies: string[] = [];
  const reader = createOutputReader({ onRecord: ({ body }) => bodies.push(body) });
  reader.push(Buffer.from('alone\n'), 1);
  await expect.poll(() => bodies).toEqual(['alone']);
});

test('what waits to be read may go on with the record before it, however long ago that came', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const bodies: string[] = [];
    const reader = createOutputReader({ onRecord: ({ body }) => bodies.push(body) });
    reader.push(Buffer.from('loaded\n'), 1);
    await setImmediate();
    reader.push(Buffer.from('  7 rows\n'), 1);
    vi.advanceTimersByTime(1000);
    await reader.end();
    expect(bodies).toEqual(['loaded\n  7 rows']);
  } finally {
    vi.useRealTimers();
  }
});
