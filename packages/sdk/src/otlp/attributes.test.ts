import { describe, expect, it } from 'vitest';
import { decode, logsRequest, plainAttributes, type Message } from '../../testing/protobuf.ts';
import { writeLogRecord } from './log-record.ts';
import { RecordBatch } from './record-batch.ts';

const written = (attributes: Record<string, unknown>): Record<string, unknown> => {
  const batch = new RecordBatch({}, { name: 'scope' }, writeLogRecord);
  batch.add({ atMs: 0, severity: 'INFO', body: '', attributes });
  const bytes = batch.take();
  expect(bytes.byteLength).toBeLessThan(1024 * 1024);
  const [group] = decode(bytes, logsRequest)['groups'] as Message[];
  const [scope] = (group?.['scopes'] ?? []) as Message[];
  const [record] = (scope?.['records'] ?? []) as Message[];
  return plainAttributes(record?.['attributes'] as Message[]);
};

const raising = {
  get now(): string {
    throw new Error('no');
  },
};
const circular: Record<string, unknown> = { name: 'ring' };
circular['self'] = circular;
const tangled: Record<string, unknown> = {};
for (let n = 0; n < 12; n += 1) tangled[`self ${n}`] = tangled;
const many = Object.fromEntries(Array.from({ length: 200_000 }, (_, n) => [`key ${n}`, n]));

describe('an attribute', () => {
  it.each<[name: string, value: unknown, expected: unknown]>([
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['no number', Number.NaN, 'NaN'],
    ['numbers without end', { list: [Infinity, -Infinity, 0.5] }, { list: ['Infinity', '-Infinity', 0.5] }],
    ['a function', () => 1, '[function]'],
    ['a function within', { list: [String], call: () => 1 }, { list: ['[function]'], call: '[function]' }],
    ['nothing within', { a: undefined, b: null }, {}],
    ['a bigint of 64 bits', 1_234_567_890_123_456_789n, 1_234_567_890_123_456_789n],
    ['the least of 64 bits', -(2n ** 63n), -(2n ** 63n)],
    ['a bigint beyond 64 bits', 10n ** 30n, '1000000000000000000000000000000'],
    ['a map', new Map([['a', 1]]), { a: 1 }],
    ['a set', new Set(['a', 1]), ['a', 1]],
    ['a URL', new URL('http://a.example/b'), 'http://a.example/b'],
    ['no date', new Date(Number.NaN), 'Invalid Date'],
    ['a getter that raises', raising, { now: '[cannot be read]' }],
    ['a revoked proxy', revoked(), '[cannot be read]'],
    ['text that is too long', 'x'.repeat(100_000), `${'x'.repeat(65_536)}… [34,464 more characters]`],
  ])('%s', (_name, value, expected) => {
    expect(written({ value, after: 1 })).toEqual({ value: expected, after: 1 });
  });

  it('that holds itself ends at a depth, also where it holds itself many times', () => {
    expect(JSON.stringify(written({ circular }))).toContain('[deeper values left out]');
    expect(JSON.stringify(written({ tangled }))).toContain('[more left out]');
  });

  it('is left out where a record would become too large', () => {
    expect(written({ many, list: Array(300_000).fill('a row') })['[more left out]']).toBe(true);
    expect(Object.keys(written(many)).length).toBeLessThan(60_000);
  });

  it('has a name of a bounded length', () => {
    expect(written({ ['k'.repeat(5_000)]: 1 })).toEqual({ ['k'.repeat(256)]: 1 });
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
