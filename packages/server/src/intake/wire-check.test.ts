import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyValue, logRecord, span } from '../wire/_arbitrary.ts';
import { logsRequest, metricsRequest, spansRequest, text } from '../wire/_sample.ts';
import { eventKindOf, everyEventKind } from '../wire/event-kinds.ts';
import { requestTypes } from '../wire/messages.ts';
import { signals } from '../wire/proto.ts';
import { requestTables } from './message-table.ts';
import { checkWire, MalformedBodyError } from './wire-check.ts';
import { times } from '../../../../test/times.ts';

const nested = (levels: number): object =>
  levels === 0 ? text('end') : { arrayValue: { values: [nested(levels - 1)] } };

describe('checkWire', () => {
  it('accepts every request protobufjs writes and counts its records', () => {
    fc.assert(
      fc.property(fc.array(logRecord, { maxLength: 5 }), (records) => {
        expect(checkWire(logsRequest(records), requestTables.logs).records).toBe(records.length);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.array(span, { maxLength: 5 }), (spans) => {
        const found = checkWire(spansRequest(spans), requestTables.traces);
        expect([found.records, found.invalidRecords]).toEqual([spans.length, 0]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    { levels: 0, deep: false },
    { levels: 1, deep: false },
    { levels: 2, deep: true },
    { levels: 5, deep: true },
  ])('tells that a value of $levels nested levels is deep: $deep', ({ levels, deep }) => {
    const body = logsRequest([{ body: nested(levels) }]);
    expect(checkWire(body, requestTables.logs).hasDeepValues).toBe(deep);
  });

  it('tells whether any log record is an event, by its name or by an attribute, and of which kinds', () => {
    const key = fc.constantFrom('event.name', 'event.namE', 'event', 'vent.name', '');
    const record = fc.record(
      {
        eventName: fc.constantFrom('', 'x', 'pipeline.run.started', 'dependency.calls'),
        attributes: fc.array(fc.record({ key, value: anyValue }), { maxLength: 3 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(record, { maxLength: 3 }), (records) => {
        const byKey = records.map(({ attributes = [] }) => attributes.some(({ key: own }) => own === 'event.name'));
        const isEvent = records.map(({ eventName = '' }, index) => eventName !== '' || byKey[index] === true);
        const kinds = records.map(({ eventName = '' }, index) =>
          byKey[index] === true ? everyEventKind : eventKindOf(eventName),
        );
        const resource = { 'event.name': 'of the resource' };
        expect(checkWire(logsRequest(records, resource), requestTables.logs)).toMatchObject({
          hasEvents: isEvent.includes(true),
          eventKinds: kinds.reduce((all, kind) => all | kind, 0),
        });
      }),
    );
  });

  it.each([
    { name: 'no ids', span: {} },
    { name: 'a short trace id', span: { traceId: Buffer.alloc(8, 1), spanId: Buffer.alloc(8, 1) } },
    { name: 'an all-zero span id', span: { traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8) } },
  ])('counts a span with $name as invalid', ({ span: invalid }) => {
    const valid = { traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8, 2) };
    expect(checkWire(spansRequest([invalid, valid]), requestTables.traces)).toMatchObject({
      records: 2,
      invalidRecords: 1,
    });
  });

  it('counts data points of every metric type', () => {
    const point = { timeUnixNano: '1700000000000000000' };
    const body = metricsRequest([
      { name: 'g', gauge: { dataPoints: [point, point] } },
      { name: 's', sum: { dataPoints: [point] } },
      { name: 'h', histogram: { dataPoints: [{ ...point, bucketCounts: ['1', '2'], explicitBounds: [0.5] }] } },
      {
        name: 'e',
        exponentialHistogram: { dataPoints: [{ ...point, positive: { offset: -3, bucketCounts: ['1', '300'] } }] },
      },
      { name: 'q', summary: { dataPoints: [{ ...point, quantileValues: [{ quantile: 0.5, value: 1 }] }] } },
    ]);
    expect(checkWire(body, requestTables.metrics).records).toBe(6);
  });

  it.each([
    { name: 'a cut-off length', bytes: [0x0a, 0x05, 0x01], offset: 1 },
    { name: 'a cut-off tag', bytes: [0x8a], offset: 0 },
    { name: 'a number longer than 64 bits', bytes: [...Array<number>(11).fill(0xff)], offset: 0 },
    { name: 'a number padded to ten bytes', bytes: [...Array<number>(9).fill(0x8a), 0x00], offset: 0 },
    { name: 'field number 0', bytes: [0x02, 0x00], offset: 0 },
    { name: 'a group', bytes: [0x13], offset: 0 },
    { name: 'a wrong wire type', bytes: [0x08, 0x01], offset: 0 },
    {
      name: 'a log record with two bodies',
      bytes: [0x0a, 0x08, 0x12, 0x06, 0x12, 0x04, 0x2a, 0x00, 0x2a, 0x00],
      offset: 8,
    },
    { name: 'the reserved marker field', bytes: [0xc2, 0x3e, 0x00], offset: 0 },
  ])('refuses $name at byte $offset', ({ bytes, offset }) => {
    const check = () => checkWire(Uint8Array.from(bytes), requestTables.logs);
    expect(check).toThrow(MalformedBodyError);
    expect(check).toThrow(new RegExp(`at byte ${offset}\\.`));
  });

  it('refuses nesting beyond its limit instead of running out of stack', () => {
    let body = Buffer.alloc(0);
    const wrap = (field: number, inner: Buffer) =>
      Buffer.concat([Buffer.from([field * 8 + 2]), varint(inner.length), inner]);
    for (let level = 0; level < 5_000; level += 1) body = wrap(5, wrap(1, body));
    for (const field of [5, 2, 2, 1]) body = wrap(field, body);
    expect(() => checkWire(body, requestTables.logs)).toThrow(/nest deeper/);
  });

  it('never accepts bytes protobufjs cannot read, whatever is done to a valid body', () => {
    const bodies = fc.oneof(
      fc
        .array(logRecord, { minLength: 1, maxLength: 3 })
        .map((records) => ({ signal: 'logs' as const, body: logsRequest(records) })),
      fc
        .array(span, { minLength: 1, maxLength: 3 })
        .map((spans) => ({ signal: 'traces' as const, body: spansRequest(spans) })),
    );
    const changes = fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(bodies, changes, fc.option(fc.nat()), ({ signal, body }, damage, cut) => {
        const bytes = Buffer.from(body);
        for (const { at, byte } of damage) bytes[at % bytes.length] = byte;
        const damaged = cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
        if (isAccepted(signal, damaged)) expect(() => requestTypes[signal].decode(damaged)).not.toThrow();
      }),
      { numRuns: times(4_000) },
    );
  });

  it('answers arbitrary bytes with a verdict, never another error', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(...signals),
        (bytes, signal) => void isAccepted(signal, bytes),
      ),
      { numRuns: times(4_000) },
    );
  });

  it('knows values of any nesting as deep or not, as their depth says', () => {
    const depthOf = (value: unknown): number => {
      const { arrayValue, kvlistValue } = (value ?? {}) as {
        arrayValue?: { values: unknown[] };
        kvlistValue?: { values: { value: unknown }[] };
      };
      const children = arrayValue?.values ?? kvlistValue?.values.map((item) => item.value);
      return children === undefined ? 0 : 1 + Math.max(0, ...children.map(depthOf));
    };
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(checkWire(logsRequest([{ body: value as object }]), requestTables.logs).hasDeepValues).toBe(
          depthOf(value) > 1,
        );
      }),
    );
  });
});

const isAccepted = (signal: (typeof signals)[number], bytes: Uint8Array): boolean => {
  try {
    checkWire(bytes, requestTables[signal]);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedBodyError);
    return false;
  }
};

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest >= 128 ? (rest % 128) | 0x80 : rest);
    if (rest < 128) return Buffer.from(bytes);
  }
};
