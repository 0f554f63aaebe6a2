import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineFormats } from './line-formats.ts';
import type { OutputRecord } from './join-lines.ts';
import { createOutputReader } from './read-output.ts';

type Read = Omit<OutputRecord, 'lines'> & { readonly text: string };

/** What becomes of these bytes, with lines that are nothing but their text on the short way, or without it. */
const read = async (chunks: readonly Buffer[], isShort: boolean): Promise<{ records: Read[]; plain: number }> => {
  const records: Read[] = [];
  let plain = 0;
  const reader = createOutputReader({
    onRecord: ({ lines, ...record }) => records.push(JSON.parse(JSON.stringify({ ...record, text: lines() })) as Read),
    onHeaded: !isShort
      ? undefined
      : (bytes, start, end, readAtMs, { severity, atMs, timeField, attributes }) => {
          plain += 1;
          const body = bytes.toString('utf8', start, end);
          const text = bytes.toString('utf8', bytes.lastIndexOf('\n', end - 1) + 1, end);
          const record = { body, severity, writtenAtMs: atMs, timeField, readAtMs, attributes, text };
          records.push(JSON.parse(JSON.stringify(record)) as Read);
        },
    onPlain: !isShort
      ? undefined
      : (bytes, start, end, readAtMs) => {
          plain += 1;
          const body = bytes.toString('utf8', start, end);
          expect(Buffer.from(body).equals(bytes.subarray(start, end))).toBe(true);
          records.push({ body, severity: 'INFO', readAtMs, attributes: {}, text: body } as unknown as Read);
        },
  });
  for (const [index, chunk] of chunks.entries()) reader.push(chunk, index);
  await reader.end();
  return { records, plain };
};

const words = [
  'loaded row shop.orders 12 2026-05-01 10:00:00 ERROR Error WARN warning: INFO FooError ValueError: Exception Uncaught a.b.C',
  'level=info msg=x read=1 written=2 key=value {"a":1} { } rows: ORA-00942: npm panic: é 日本 - | [ ] : 0',
]
  .flatMap((some) => some.split(' '))
  .concat('Traceback (most recent call last):', 'Caused by: x', '\u00a0', '\u2028', '\ufeff', '\u009b31m', '\u001b[31m')
  .concat('\t', '\r', '   ');
const line = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((parts) => parts.join(' ')) },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.constantFrom(...lineFormats.map(({ example }) => example)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('    at f (x.js:1:2)', '  File "x.py", line 1', '', '  ', 'goroutine 1 [running]:'),
  },
  { weight: 1, arbitrary: fc.string() },
);
const bytesOfLine = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(line, fc.constantFrom('', '', ' ', '\t ')).map(([text, end]) => Buffer.from(text + end)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)) },
);

test('the short way gives what the long way gives, however the bytes come', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(bytesOfLine, { maxLength: 25 }),
      fc.array(fc.nat(400), { maxLength: 4 }),
      async (lines, cuts) => {
        const whole = Buffer.concat(lines.flatMap((bytes) => [bytes, Buffer.from('\n')]));
        const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).toSorted((a, b) => a - b), whole.length];
        const chunks = places.slice(1).map((place, index) => whole.subarray(places[index], place));
        const [short, long] = [await read(chunks, true), await read(chunks, false)];
        expect(short.records).toEqual(long.records);
      },
    ),
    { numRuns: 400 },
  ));

test.each([
  'loaded row 7 of table shop.orders',
  '7,abc,def',
  'key=value and more',
  'Ready: 7 rows',
  'größer als 日本 ist x',
  'Finished without errors',
  'http://host:80/path is read',
  'a/b/c.csv',
  'E is a letter',
  '12:30 is a time of day',
  'followed by spaces  ',
  '2026-05-01 10:00:00,123 - etl.load - INFO - loaded 7 rows',
  'WARNING:etl.load:größer als sonst',
])('%s takes it', async (text) => {
  expect((await read([Buffer.from(`first\n${text}\n${text}\nlast\n`)], true)).plain).toBeGreaterThan(1);
});
