import { ROOT_CONTEXT } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, logsRequest, plain, plainAttributes, type Message } from '../../testing/protobuf.ts';
import { writeLogEntry, type LogEntry } from './log-entry.ts';
import { RecordBatch } from './record-batch.ts';

const batchOf = (...entries: Partial<LogEntry>[]) => {
  const batch = new RecordBatch({ 'service.name': 'test' }, { name: 'scope' }, writeLogEntry);
  for (const entry of entries) batch.add({ atMs: 0, severity: 'INFO', body: '', context: ROOT_CONTEXT, ...entry });
  return batch;
};

const recordsIn = (batch: RecordBatch<LogEntry>): Message[] => {
  const [group] = decode(batch.take(), logsRequest)['groups'] as Message[];
  return ((group?.['scopes'] ?? []) as Message[]).flatMap((scope) => (scope['records'] as Message[] | undefined) ?? []);
};

const attributesOf = (record: Message | undefined) => plainAttributes(record?.['attributes'] as Message[]);

const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.boolean(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
);
const key = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }).filter((name) => name !== '__proto__');

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}));

describe('a batch of log records', () => {
  it('reads back as it was written, whatever the attributes and the message', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 20_000 }), fc.dictionary(key, value)), {
          minLength: 1,
          maxLength: 5,
        }),
        (entries) => {
          const records = recordsIn(batchOf(...entries.map(([body, attributes]) => ({ body, attributes }))));
          expect(records.map((record) => plain(record['body'] as Message))).toEqual(entries.map(([body]) => body));
          expect(records.map(attributesOf)).toEqual(entries.map(([, attributes]) => ({ ...attributes })));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps time to the microsecond and beyond 2038', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 999 }), (ms, us) => {
        const [record] = recordsIn(batchOf({ atMs: ms + us / 1000 }));
        const nanos = record?.['timeUnixNano'] as bigint;
        const wanted = BigInt(ms) * 1_000_000n + BigInt(us) * 1_000n;
        expect(Number(nanos - wanted)).toBeLessThan(1_000);
        expect(Number(wanted - nanos)).toBeLessThan(1_000);
      }),
    );
  });

  it.each([
    ['undefined', undefined, undefined],
    ['null', null, undefined],
    ['a function', () => 1, '[function]'],
    ['a bigint', 12n, 12],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['no date', new Date(Number.NaN), 'Invalid Date'],
    ['not a number', Number.NaN, 'NaN'],
    ['a half surrogate', '\ud800', '\ufffd'],
  ])('writes %s in a way OTLP can carry', (_name, given, read) => {
    expect(attributesOf(recordsIn(batchOf({ attributes: { x: given } }))[0])['x']).toEqual(read);
  });

  it('ends a value that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(JSON.stringify(attributesOf(recordsIn(batchOf({ attributes: { loop } }))[0]))).toContain(
      'deeper values left out',
    );
  });

  it('leaves no trace of a record that cannot be written', () => {
    const batch = batchOf({ body: 'first' });
    const { proxy: attributes, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(() => batch.add({ atMs: 0, severity: 'INFO', body: 'bad', context: ROOT_CONTEXT, attributes })).toThrow(
      TypeError,
    );
    batch.add({ atMs: 0, severity: 'INFO', body: 'last', context: ROOT_CONTEXT });
    expect(batch.records).toBe(2);
    expect(recordsIn(batch).map((record) => plain(record['body'] as Message))).toEqual(['first', 'last']);
  });
});
