import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { requestTables } from '../../../intake/message-table.ts';
import { repairBody } from '../../../intake/repair.ts';
import { logRecordsOf } from '../../../wire/log-records.ts';
import { checkWire } from '../../../intake/wire-check.ts';
import { logRecord, span } from '../../../wire/_arbitrary.ts';
import { attributesOf, logsRequest, spansRequest, text } from '../../../wire/_sample.ts';
import { markerOf } from '../../../spool/marker.ts';
import { everyEventKind } from '../../../wire/event-kinds.ts';

let test: TestEngine;
beforeAll(async () => (test = await startTestEngine()));
afterAll(() => test[Symbol.asyncDispose]());

const nano = '1763900000000000001';
const ids = { traceId: Buffer.alloc(16, 0xab), spanId: Buffer.alloc(8, 0xcd) };
const one = async <Row>(sql: string): Promise<Row> => (await test.telemetry.rows<Row>(sql))[0] as Row;

describe('segmentInsertSql for logs', () => {
  it('keeps every field and the text of every type of value', async () => {
    const values = [
      { key: 'zero', value: { intValue: '0' } },
      { key: 'least', value: { intValue: '-9223372036854775808' } },
      { key: 'empty', value: text('') },
      { key: 'no', value: { boolValue: false } },
      { key: 'half', value: { doubleValue: 0.5 } },
      { key: 'unset', value: {} },
      { key: 'bytes', value: { bytesValue: Buffer.from([1, 2, 255]) } },
      { key: 'array', value: { arrayValue: { values: [text('a"b'), { intValue: '3' }, { boolValue: true }, {}] } } },
      { key: 'list', value: { kvlistValue: { values: [{ key: 'k"', value: { doubleValue: 1.5 } }] } } },
    ];
    const record = {
      ...ids,
      timeUnixNano: nano,
      observedTimeUnixNano: '1763900000000000002',
      severityNumber: 17,
      severityText: 'ERR',
      flags: 1,
      eventName: 'fields.test',
      body: text('naïve ✓ \0 body'),
      attributes: [
        ...values,
        ...attributesOf({
          'pipeline.name': 'flights',
          'pipeline.run.id': 'r1',
          'pipeline.stage.name': 'load',
          'pipeline.stage.id': 's1',
        }),
      ],
    };
    await test.insert('logs', [logsRequest([record], { 'service.name': 'etl', 'host.name': 'h1' })], {
      receivedAt: new Date('2026-01-02T03:04:05.678Z'),
    });
    const row = await one<Record<string, unknown>>("SELECT * FROM logs WHERE EventName = 'fields.test'");
    expect(row).toMatchObject({
      Timestamp: '2025-11-23 12:13:20.000000001',
      ObservedTimestamp: '2025-11-23 12:13:20.000000002',
      ReceivedAt: '2026-01-02 03:04:05.678',
      TraceId: 'ab'.repeat(16),
      SpanId: 'cd'.repeat(8),
      TraceFlags: 1,
      SeverityNumber: 17,
      SeverityText: 'ERR',
      ServiceName: 'etl',
      Body: 'naïve ✓ \0 body',
      PipelineName: 'flights',
      PipelineNamespace: 'default',
      RunId: 'r1',
      StageName: 'load',
      StageId: 's1',
      ResourceAttributes: { 'service.name': 'etl', 'host.name': 'h1' },
      ScopeName: 'scope',
    });
    expect(row['LogAttributes']).toMatchObject({
      zero: '0',
      least: '-9223372036854775808',
      empty: '',
      no: 'false',
      half: '0.5',
      unset: '',
      bytes: 'AQL/',
      array: '["a\\"b",3,true,null]',
      list: '{"k\\"":1.5}',
    });
  });

  it.each([
    ['too short', Buffer.from('5b8e', 'hex'), Buffer.from('01', 'hex')],
    ['too long', Buffer.alloc(17, 1), Buffer.alloc(9, 1)],
    ['all zero', Buffer.alloc(16), Buffer.alloc(8)],
  ])('takes ids that are %s for none, as the live tail does', async (name, traceId, spanId) => {
    const body = logsRequest([{ eventName: `id.${name}`, timeUnixNano: nano, traceId, spanId }]);
    await test.insert('logs', [body]);
    expect(await one(`SELECT TraceId, SpanId FROM logs WHERE EventName = 'id.${name}'`)).toEqual({
      TraceId: '',
      SpanId: '',
    });
    expect(logRecordsOf(body)).toMatchObject([{ traceId: null, spanId: null }]);
  });

  it('takes the pipeline from the resource when the record does not say', async () => {
    await test.insert('logs', [
      logsRequest([{ eventName: 'resource.test', timeUnixNano: nano }], {
        'pipeline.name': 'p',
        'pipeline.namespace': 'n',
        'pipeline.run.id': 'r2',
      }),
    ]);
    expect(
      await one(
        "SELECT PipelineName, PipelineNamespace, RunId, ServiceName FROM logs WHERE EventName = 'resource.test'",
      ),
    ).toEqual({ PipelineName: 'p', PipelineNamespace: 'n', RunId: 'r2', ServiceName: 'unknown_service' });
  });

  it('places records without a time, or with an impossible one, where they can be found', async () => {
    const receivedAt = new Date('2026-02-03T00:00:00Z');
    const records = [
      { eventName: 'time.none' },
      { eventName: 'time.observed', observedTimeUnixNano: nano },
      { eventName: 'time.far', timeUnixNano: '18446744073709551615' },
    ];
    await test.insert('logs', [logsRequest(records)], { receivedAt });
    const rows = await test.telemetry.rows(
      "SELECT EventName, toYear(Timestamp) AS year FROM logs WHERE EventName LIKE 'time.%' ORDER BY EventName",
    );
    expect(rows).toEqual([
      { EventName: 'time.far', year: 1970 },
      { EventName: 'time.none', year: 2026 },
      { EventName: 'time.observed', year: 2025 },
    ]);
  });

  it('drops a repeated segment in the table and in everything derived from it', async () => {
    const body = logsRequest([1, 2, 3].map(() => ({ eventName: 'repeat.test', timeUnixNano: nano })));
    for (let times = 0; times < 3; times += 1) await test.insert('logs', [body], { segmentId: 'repeated' });
    expect(await one("SELECT count() AS c FROM logs WHERE EventName = 'repeat.test'")).toEqual({ c: 3 });
    expect(await one("SELECT sum(Records) AS c FROM logs_per_minute WHERE EventName = 'repeat.test'")).toEqual({
      c: 3,
    });
  });

  it('makes of random records what the live tail makes of them', async () => {
    const batch = fc.sample(fc.array(logRecord, { minLength: 5, maxLength: 5 }), { numRuns: 60, seed: 7 });
    const bodies = batch.map((records) => repairBody('logs', logsRequest(records, { 'service.name': 'random' })).body);
    await test.insert('logs', bodies);
    const stored = await test.telemetry.rows<{
      Body: string;
      EventName: string;
      LogAttributes: Record<string, string>;
    }>("SELECT Body, EventName, LogAttributes FROM logs WHERE ServiceName = 'random'");
    const shown = bodies.flatMap((body) => logRecordsOf(body));
    const key = (value: readonly unknown[]) => JSON.stringify(value);
    expect(stored.length).toBe(shown.length);
    const storedKeys = stored.map((row) => key([loosely(row.Body), row.EventName])).toSorted();
    expect(storedKeys).toEqual(shown.map((record) => key([loosely(record.body), record.eventName ?? ''])).toSorted());
  });
});

/** Doubles are written a little differently by the engine (1e-7, 1e+21); compare all else. */
const loosely = (body: string): string => body.replaceAll(/-?\d[\d.]*(?:e[+-]?\d+)?/g, '#');

describe('segmentInsertSql for spans', () => {
  it('keeps ids, times, status, events and links', async () => {
    const full = {
      ...ids,
      parentSpanId: Buffer.alloc(8, 1),
      traceState: 'a=b',
      name: 'full span',
      kind: 3,
      startTimeUnixNano: nano,
      endTimeUnixNano: '1763900000500000001',
      status: { code: 2, message: 'broken' },
      attributes: attributesOf({ 'http.response.status_code': 503 }),
      events: [{ timeUnixNano: nano, name: 'exception', attributes: attributesOf({ 'exception.type': 'E' }) }],
      links: [{ traceId: Buffer.alloc(16, 7), spanId: Buffer.alloc(8, 8), attributes: attributesOf({ why: 'retry' }) }],
    };
    await test.insert('traces', [spansRequest([full])]);
    expect(await one("SELECT * FROM spans WHERE SpanName = 'full span'")).toMatchObject({
      DurationNano: 500_000_000,
      ParentSpanId: '01'.repeat(8),
      TraceState: 'a=b',
      SpanKind: 3,
      StatusCode: 2,
      StatusMessage: 'broken',
      SpanAttributes: { 'http.response.status_code': '503' },
      'Events.Name': ['exception'],
      'Events.Attributes': [{ 'exception.type': 'E' }],
      'Links.TraceId': ['07'.repeat(16)],
      'Links.Attributes': [{ why: 'retry' }],
    });
  });

  it('gives spans with impossible times a duration that can be added to their start', async () => {
    const ids = { traceId: Buffer.alloc(16, 9), spanId: Buffer.alloc(8, 9) };
    const farthest = '18446744073709551615';
    await test.insert('traces', [
      spansRequest([
        { ...ids, name: 'impossible.end', startTimeUnixNano: nano, endTimeUnixNano: farthest },
        { ...ids, name: 'impossible.none', endTimeUnixNano: nano },
        { ...ids, name: 'impossible.order', startTimeUnixNano: nano, endTimeUnixNano: '1' },
        { ...ids, name: 'impossible.start', startTimeUnixNano: farthest, endTimeUnixNano: farthest },
      ]),
    ]);
    const rows = await test.telemetry.rows(
      "SELECT SpanName, toYear(addNanoseconds(Timestamp, DurationNano)) AS year FROM spans WHERE SpanName LIKE 'impossible.%' ORDER BY SpanName",
    );
    const now = new Date().getUTCFullYear();
    expect(rows).toEqual([
      { SpanName: 'impossible.end', year: 2100 },
      { SpanName: 'impossible.none', year: now },
      { SpanName: 'impossible.order', year: 2025 },
      { SpanName: 'impossible.start', year: 1970 },
    ]);
  });

  it('takes random spans', async () => {
    const spans = fc.sample(span, { numRuns: 300, seed: 11 });
    const bodies = spans.map(
      (each) => repairBody('traces', spansRequest([each], { 'service.name': 'random-spans' })).body,
    );
    await test.insert('traces', bodies);
    expect(await one("SELECT count() AS c FROM spans WHERE ServiceName = 'random-spans'")).toEqual({ c: 300 });
  });
});

describe('the wire check and the engine', () => {
  it('agree about events: where the check finds none, no record gets a name', async () => {
    const named = fc.record({ key: fc.constantFrom('event.name', 'event'), value: fc.constant(text('named')) });
    const record = fc.record({
      eventName: fc.constantFrom('', '', 'x'),
      attributes: fc.array(named, { maxLength: 1 }),
    });
    const bodies = fc
      .sample(fc.array(record, { maxLength: 3 }), { numRuns: 200, seed: 5 })
      .map((records) => logsRequest(records, { 'service.name': 'lines', 'event.name': 'of the resource' }));
    const lines = bodies.filter((body) => !checkWire(body, requestTables.logs).hasEvents);
    expect(lines.length).toBeGreaterThan(20);
    await test.insert('logs', lines, { eventKinds: 0 });
    expect(
      await one(
        "SELECT count() > 20 AS stored, countIf(EventName != '') AS named FROM logs WHERE ServiceName = 'lines'",
      ),
    ).toEqual({
      stored: 1,
      named: 0,
    });
    expect(await one("SELECT sum(Records) > 20 AS counted FROM logs_per_minute WHERE ServiceName = 'lines'")).toEqual({
      counted: 1,
    });
  });

  it('agree: whatever the check lets through after random damage, the engine can insert', async () => {
    const damaged = fc.record({
      records: fc.array(logRecord, { minLength: 1, maxLength: 3 }),
      changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 }),
    });
    const accepted = fc.sample(damaged, { numRuns: 4_000, seed: 3 }).flatMap(({ records, changes }) => {
      const bytes = Buffer.from(logsRequest(records, { 'service.name': 'damaged' }));
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      return acceptable(bytes);
    });
    expect(accepted.length).toBeGreaterThan(1_000);
    await test.insert(
      'logs',
      accepted.flatMap((body) => [body, markerOf(body, '', everyEventKind)]),
    );
    const records = accepted.reduce((sum, body) => sum + checkWire(body, requestTables.logs).records, 0);
    const [row] = await test.telemetry.rows<{ c: number }>(
      'SELECT count() AS c FROM logs WHERE ReceivedAt = (SELECT max(ReceivedAt) FROM logs)',
    );
    expect(row?.c).toBe(records);
  });
});

const acceptable = (bytes: Buffer): Uint8Array[] => {
  try {
    return [checkWire(bytes, requestTables.logs).hasDeepValues ? repairBody('logs', bytes).body : bytes];
  } catch {
    return [];
  }
};
