import { afterAll, expect, test } from 'vitest';
import { requestTypes } from '../../wire/messages.ts';
import { TooManyMessagesError } from '../too-many-messages.ts';
import { createJsonReader, JsonTooCostlyError } from './json-reader.ts';
import { InvalidJsonBodyError } from './otlp-json.ts';

const reader = createJsonReader();
afterAll(() => reader[Symbol.dispose]());

const mebibyte = 1_048_576;
const requestOf = (records: string): Buffer =>
  Buffer.from(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[${records}]}]}]}`);
const alike = (record: string, count: number): Buffer => requestOf(Array(count).fill(record).join());
const recordsIn = (message: Uint8Array): unknown[] => {
  const { resourceLogs } = requestTypes.logs.toObject(requestTypes.logs.decode(message)) as {
    resourceLogs: { scopeLogs: { logRecords: unknown[] }[] }[];
  };
  return resourceLogs[0]?.scopeLogs[0]?.logRecords ?? [];
};

test('a longer body is read in a thread, exactly', async () => {
  const message = await reader.protobufOf('logs', alike('{"body":{"stringValue":"Grüße"}}', 10_000));
  expect(recordsIn(message)).toEqual(Array(10_000).fill({ body: { stringValue: 'Grüße' } }));
});

test('bodies that come at once are read one after the other, outside of the heap of the server', async () => {
  const record = '{"timeUnixNano":"1780000000000000000","body":{"stringValue":"loaded 12 rows"}}';
  const body = alike(record, Math.floor((7.8 * mebibyte) / (record.length + 1)));
  const before = process.memoryUsage().heapUsed;
  const heaps = await Promise.all(
    Array.from({ length: 5 }, async () => {
      await reader.protobufOf('logs', body);
      return process.memoryUsage().heapUsed - before;
    }),
  );
  expect(Math.max(...heaps)).toBeLessThan(48 * mebibyte);
});

test.each([
  [
    'a value of another type',
    alike('{"body":1}', 10_000),
    InvalidJsonBodyError,
    /logRecords\[0\]\.body must be an object/,
  ],
  ['more messages than are taken', alike('{"body":{}}', 255_000), TooManyMessagesError, /more than 500000 records/],
])('%s is refused as in a short body', async (_name, body, error, message) => {
  const refused = reader.protobufOf('logs', body);
  await expect(refused).rejects.toThrow(error);
  await expect(refused).rejects.toThrow(message);
});

test.each([
  ['nested arrays', () => '['.repeat(3 * mebibyte) + ']'.repeat(3 * mebibyte)],
  ['empty objects', () => `[${Array(2_700_000).fill('{}').join()}]`],
])('%s that no signal knows are not even parsed', async (_name, unknown) => {
  const body = Buffer.from(`{"unknown":${unknown()},"resourceLogs":[]}`);
  await expect(reader.protobufOf('logs', body)).rejects.toThrow(/more than 1000000 records/);
});

test('a body of many different keys is read within the memory of the thread', async () => {
  const unknown = Array.from({ length: 300_000 }, (_, index) => `{"a${index}":1,"b":2}`).join();
  const body = Buffer.from(`{"unknown":[${unknown}],"resourceLogs":[]}`);
  expect(await reader.protobufOf('logs', body)).toHaveLength(0);
});

test('a body that needs more memory is refused alone: those before and after it are read', async () => {
  using narrow = createJsonReader({ mostHeapMb: 16 });
  const small = alike('{"severityNumber":9}', 5_000);
  const outcomes = await Promise.allSettled(
    [small, alike('{"severityNumber":9}', 300_000), small].map((body) => narrow.protobufOf('logs', body)),
  );
  expect(outcomes).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: expect.any(JsonTooCostlyError) },
    { status: 'fulfilled' },
  ]);
});
