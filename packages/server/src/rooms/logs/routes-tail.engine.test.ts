import { liveMessage, logRecord } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logsRequest, text } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';

let api: TestApi;
let url: string;
beforeAll(async () => {
  api = await startTestApi();
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.engine[Symbol.asyncDispose]());

/** Opens a stream and reads its `data:` lines one by one. */
const open = async (path: string) => {
  const response = await fetch(`${url}${path}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let buffered = '';
  return {
    async next(): Promise<unknown> {
      for (;;) {
        const [whole, data] = /^data: (.*)\n\n/m.exec(buffered) ?? [];
        if (whole !== undefined && data !== undefined) {
          buffered = buffered.slice(buffered.indexOf(whole) + whole.length);
          return JSON.parse(data);
        }
        const { done, value } = await reader.read();
        if (done) return undefined;
        buffered += value;
      }
    },
    close: () => reader.cancel(),
  };
};

const offer = (...bodies: string[]) =>
  api.tail.offer(
    'logs',
    logsRequest(
      bodies.map((body) => ({ severityNumber: 13, body: text(body) })),
      { 'service.name': 'loader' },
    ),
    bodies.length,
  );

test('the tail shows what matches as it arrives', async () => {
  const all = await open('/api/v1/logs/tail');
  const some = await open('/api/v1/logs/tail?q=deadlock&severity=WARN%2B&service=loader');
  offer('Connection reset', 'Deadlock victim', 'deadlocked');
  expect(logRecord.parse(await all.next()).body).toBe('Connection reset');
  expect(logRecord.parse(await all.next()).body).toBe('Deadlock victim');
  expect(logRecord.parse(await some.next()).body).toBe('Deadlock victim');
  await all.close();
  offer('Deadlock again');
  expect(logRecord.parse(await some.next()).body).toBe('Deadlock again');
  await some.close();
});

test('viewers with the same filter and with others each see what is theirs, also after some have left', async () => {
  const filters = ['q=apple', 'q=apple', 'q=pear', '', 'q=apple'];
  const viewers = await Promise.all(filters.map((filter) => open(`/api/v1/logs/tail?${filter}`)));
  const bodiesOf = async (index: number, count: number) => {
    const bodies: string[] = [];
    while (bodies.length < count) bodies.push(logRecord.parse(await viewers[index]?.next()).body);
    return bodies;
  };
  offer('an apple', 'a pear', 'apple and pear');
  expect(await bodiesOf(0, 2)).toEqual(['an apple', 'apple and pear']);
  expect(await bodiesOf(1, 2)).toEqual(['an apple', 'apple and pear']);
  expect(await bodiesOf(2, 2)).toEqual(['a pear', 'apple and pear']);
  expect(await bodiesOf(3, 3)).toEqual(['an apple', 'a pear', 'apple and pear']);
  await Promise.all([viewers[0]?.close(), viewers[2]?.close(), viewers[3]?.close()]);
  offer('a pear', 'another apple');
  expect(await bodiesOf(1, 1)).toEqual(['another apple']);
  expect(await bodiesOf(4, 3)).toEqual(['an apple', 'apple and pear', 'another apple']);
  await Promise.all([viewers[1]?.close(), viewers[4]?.close()]);
});

test('a bad filter is refused before the stream opens', async () => {
  const response = await fetch(`${url}/api/v1/logs/tail?severity=loud`);
  expect(response.status).toBe(400);
  await response.body?.cancel();
});

test('a viewer who does not read is told what it missed, and memory stays bounded', async () => {
  const slow = await open('/api/v1/logs/tail?q=flood');
  const body = `flood ${'x'.repeat(10_000)}`;
  for (let round = 0; round < 3_000; round += 1) offer(body);
  let read = 0;
  let missed = 0;
  offer('flood last');
  while (missed === 0) {
    const message = (await slow.next()) as { count?: number };
    if (message.count === undefined) read += 1;
    else missed = message.count;
    if (read % 50 === 0) offer('flood more');
  }
  expect(missed).toBeGreaterThan(1_000);
  expect(read).toBeLessThan(3_000);
  await slow.close();
});

test('live messages come at once, then at most one a second and kind', async () => {
  const live = await open('/api/v1/live');
  for (let count = 0; count < 50; count += 1) api.live.announce('logs');
  api.live.announce('lines');
  api.live.announce('traces');
  const messages = [await live.next(), await live.next(), await live.next(), await live.next()].map((message) =>
    liveMessage.parse(message),
  );
  expect(messages.map(({ signal, hasEvents }) => [signal, hasEvents])).toEqual([
    ['logs', true],
    ['logs', false],
    ['traces', true],
    ['logs', true],
  ]);
  const [first, , , again] = messages;
  expect(Date.parse(again?.at ?? '') - Date.parse(first?.at ?? '')).toBeGreaterThanOrEqual(990);
  await live.close();
});

test('closing the server ends its streams', async () => {
  const live = await open('/api/v1/live');
  const tail = await open('/api/v1/logs/tail');
  await api.app.close();
  expect(await live.next()).toBeUndefined();
  expect(await tail.next()).toBeUndefined();
});
