import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { requestTables } from '../../../intake/message-table.ts';
import { repairBody } from '../../../intake/repair.ts';
import { checkWire } from '../../../intake/wire-check.ts';
import { times } from '../../../../../../test/times.ts';
import { anyValue } from '../../../wire/_arbitrary.ts';
import { logsRequest, metricsRequest, spansRequest } from '../../../wire/_sample.ts';
import type { Signal } from '../../../wire/proto.ts';
import { everyKind, kindsInRecords, kindsOutside, valueFields } from '../../../wire/value-kinds.ts';

let test: TestEngine;
beforeAll(async () => {
  test = await startTestEngine();
}, 60_000);
afterAll(() => test[Symbol.asyncDispose]());

const id = (byte: number, length: number): Buffer => Buffer.alloc(length, byte);

type Attributes = readonly { key: string; value: unknown }[];

const samples: Record<Signal, { readonly columns: string; readonly request: (attributes: Attributes) => Uint8Array }> =
  {
    logs: {
      columns: 'Body, LogAttributes',
      request: (attributes) => logsRequest([{ body: attributes[0]?.value as object, attributes }]),
    },
    traces: {
      columns: 'SpanAttributes, Events.Attributes, Links.Attributes',
      request: (attributes) =>
        spansRequest([
          {
            traceId: id(1, 16),
            spanId: id(2, 8),
            attributes: attributes.slice(0, 1),
            events: [{ name: 'e', attributes: attributes.slice(1) }],
            links: [{ traceId: id(3, 16), spanId: id(4, 8), attributes }],
          },
        ]),
    },
    metrics: {
      columns: 'MetricName, MetricAttributes',
      request: (attributes) =>
        metricsRequest([
          { name: 'a', gauge: { dataPoints: [{ attributes, asInt: '1', timeUnixNano: '1' }] } },
          { name: 'b', summary: { dataPoints: [{ attributes, count: '1', timeUnixNano: '1' }] } },
        ]),
    },
  };

const tables: Record<Signal, string> = { logs: 'logs', traces: 'spans', metrics: 'metric_points' };
let inserts = 0;

const stored = async (signal: Signal, bodies: readonly Uint8Array[], valueKinds: number): Promise<unknown> => {
  const receivedAt = new Date(1_700_000_000_000 + (inserts += 1));
  await test.insert(signal, bodies, { receivedAt, valueKinds });
  return test.telemetry.rows(
    `SELECT ${samples[signal].columns} FROM ${tables[signal]} WHERE ReceivedAt = toDateTime64({at:String}, 3, 'UTC') ORDER BY ALL`,
    { at: receivedAt.toISOString().replace('T', ' ').replace('Z', '') },
  );
};

const anyAttributes = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), value: anyValue }), { maxLength: 3 });

/** Random bodies by the kinds of values they hold, the commonest first. */
const bodiesByKinds = (signal: Signal): (readonly [kinds: number, bodies: Uint8Array[]])[] => {
  const bodies = fc.sample(anyAttributes, { numRuns: 300, seed: 11 }).map((attributes) => {
    const given = samples[signal].request(attributes);
    return checkWire(given, requestTables[signal]).hasDeepValues ? repairBody(signal, given).body : given;
  });
  const groups = Map.groupBy(bodies, (body) => checkWire(body, requestTables[signal]).valueKinds);
  return [...groups].toSorted(([, a], [, b]) => b.length - a.length);
};

describe('a segment whose value kinds are known', () => {
  it.each(['logs', 'traces', 'metrics'] as const)('is read as if they were not: %s', async (signal) => {
    const groups = bodiesByKinds(signal);
    expect(groups.length).toBeGreaterThan(10);
    for (const [kinds, bodies] of groups.slice(0, times(3)))
      expect(await stored(signal, bodies, kinds)).toEqual(await stored(signal, bodies, everyKind));
  });

  it('notes the kinds in records and in resources apart', () => {
    const body = logsRequest([{ body: { intValue: '1' } }], { 'service.name': 'etl', argv: ['a', 'b'] });
    const { valueKinds } = checkWire(body, requestTables.logs);
    expect(kindsInRecords(valueKinds)).toBe(1 << valueFields.int_value);
    expect(kindsOutside(valueKinds)).toBe((1 << valueFields.string_value) | (1 << valueFields.array_value));
  });
});
