import { expect, test } from 'vitest';
import { createOutputReader } from './read-output.ts';

const read = async (chunks: readonly string[], maxWaitingBytes?: number) => {
  const bodies: string[] = [];
  let skippedBytes = 0;
  const reader = createOutputReader({
    onRecord: ({ body }) => bodies.push(body),
    onSkipped: (bytes) => (skippedBytes += bytes),
    ...(maxWaitingBytes !== undefined && { maxWaitingBytes }),
  });
  for (const chunk of chunks) reader.push(Buffer.from(chunk), 1);
  await reader.end();
  return { bodies, skippedBytes };
};

test('everything that fits the queue is read, in order', async () => {
  const lines = Array.from({ length: 5000 }, (_, index) => `line ${index}`);
  expect(await read([lines.slice(0, 2500).join('\n'), '\n', lines.slice(2500).join('\n')])).toEqual({
    bodies: lines,
    skippedBytes: 0,
  });
});

test('what does not fit the queue is skipped and counted, and reading goes on', async () => {
  const { bodies, skippedBytes } = await read(['first\n', 'x'.repeat(1000), 'last\n'], 100);
  expect(bodies).toEqual(['first', 'last']);
  expect(skippedBytes).toBe(1000);
});

test('a line without an end was read with the bytes of it', async () => {
  const times: number[] = [];
  const reader = createOutputReader({ onRecord: ({ readAtMs }) => times.push(readAtMs), onSkipped: () => undefined });
  reader.push(Buffer.from('first\nlast'), 1);
  await reader.end();
  expect(times).toEqual([1, 1]);
});

test('a record that nothing follows is there without waiting for the end', async () => {
  const bodies: string[] = [];
  const reader = createOutputReader({ onRecord: ({ body }) => bodies.push(body), onSkipped: () => undefined });
  reader.push(Buffer.from('alone\n'), 1);
  await expect.poll(() => bodies).toEqual(['alone']);
});
