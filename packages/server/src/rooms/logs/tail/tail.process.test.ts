import { expect, test } from 'vitest';
import { createLogTail } from '../../../intake/tail.ts';
import { attributesOf, logsRequest, text } from '../../../wire/_sample.ts';
import { filterTail, type TailViewer } from './tail.ts';

const count = () => {
  const seen = { shown: 0, missed: 0 };
  const viewer: TailViewer = {
    show: (_frames, records) => (seen.shown += records),
    miss: (records) => (seen.missed += records),
  };
  return { seen, viewer };
};

const attributes = attributesOf(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`a${index}`, 'x'])));
const wide = logsRequest([{ body: text('wide'), attributes }]);

/** Requests behind each other are one request. */
const repeated = (times: number): Uint8Array => new Uint8Array(Buffer.alloc(times * wide.length, wide));

test('records that were lost with the thread are missed, and those after them are shown', async () => {
  const errors: unknown[] = [];
  const tail = createLogTail();
  const filtered = filterTail(tail, undefined, (error) => errors.push(error));
  const [all, none] = [count(), count()];
  const leave = [filtered.watch({}, all.viewer), filtered.watch({ q: 'nowhere' }, none.viewer)];
  tail.offer('logs', repeated(95_000), 95_000);
  await expect.poll(() => errors.length, { timeout: 60_000 }).toBe(1);
  await expect.poll(() => all.seen, { timeout: 60_000 }).toEqual({ shown: 0, missed: 95_000 });
  expect(none.seen).toEqual({ shown: 0, missed: 95_000 });
  for (let round = 0; round < 20; round += 1) tail.offer('logs', wide, 1);
  await expect.poll(() => all.seen.shown, { timeout: 60_000 }).toBe(20);
  expect(all.seen.missed).toBe(95_000);
  expect(none.seen).toEqual({ shown: 0, missed: 95_000 });
  for (const one of leave) one();
});
