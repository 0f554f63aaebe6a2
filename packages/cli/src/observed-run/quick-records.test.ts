import { ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import { attributes } from '@sightglass/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, logsRequest, plain, plainAttributes, type Message } from '../../../sdk/testing/protobuf.ts';
import { writeLogEntry } from '../../../sdk/src/otlp/log-entry.ts';
import { RecordBatch } from '../../../sdk/src/otlp/record-batch.ts';
import { createLogLane } from '../../../sdk/src/telemetry/log-lane.ts';
import { anyLine, headedLines, jsonLines, otherLines } from '../../testing/program-lines.ts';
import { createOutputReader } from '../lines/read-output.ts';
import { createOutputLog } from './output-log.ts';

const startedAtMs = Date.parse('2026-05-01T10:00:00Z');
const identity = {
  [attributes.pipelineNamespace]: 'default',
  [attributes.pipelineName]: 'orders',
  [attributes.runId]: 'r-1',
};
const stage = { [attributes.stageId]: '00f067aa0ba902b7', [attributes.stageName]: 'load' };
const stageContext: Context = trace.setSpanContext(ROOT_CONTEXT, {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  traceFlags: 1,
});

/** How lines are read: each as its text, or off their bytes, one by one or many at once in WebAssembly. */
type Way = 'text' | 'bytes' | 'runs';

/** What the server gets of these lines, each record with the attributes of its run; `quick` counts those read off their bytes, and `run` those read many at once. */
const record = async (chunks: readonly Buffer[], way: Way) => {
  const batch = new RecordBatch({}, { name: 'test' }, writeLogEntry);
  const bodies: Buffer[] = [];
  const lane = createLogLane({
    batch,
    onBatch: ({ body }) => bodies.push(Buffer.from(body)),
    isFull: () => false,
    isBehind: () => false,
    onThinned: () => undefined,
  });
  const spans = { identity, stage, stageContext, runContext: stageContext, traceparent: '', end: () => undefined };
  const log = createOutputLog({ records: lane, logs: lane }, spans, startedAtMs, false);
  let quick = 0;
  let run = 0;
  const runs = log.runs('stdout');
  const reader = createOutputReader({
    onRecord: (each) => log.write('stdout', each),
    isOurs: log.isOurs,
    muchBytes: 0,
    ...(way === 'runs' && {
      runs: {
        ...runs,
        onRun: (lines, readAtMs) => {
          run += lines.count;
          runs.onRun(lines, readAtMs);
        },
      },
    }),
    ...(way !== 'text' && {
      onQuick: (bytes, readAtMs, line) => {
        quick += 1;
        log.writeQuick('stdout', bytes, readAtMs, line);
      },
    }),
  });
  for (const [index, chunk] of chunks.entries()) reader.push(chunk, startedAtMs + 1000 * index);
  await reader.end();
  lane.cut();
  const records = bodies.flatMap((body) =>
    (decode(body, logsRequest)['groups'] as Message[]).flatMap((group) =>
      (group['scopes'] as Message[]).flatMap((scope) => scope['records'] as Message[]),
    ),
  );
  return {
    records: records.map(shownRecord),
    quick,
    run,
    lastWords: log.lastWords(startedAtMs),
    latestAtMs: log.latestAtMs(),
  };
};

const shownRecord = ({ attributes: own, body, ...rest }: Message) => ({
  ...rest,
  body: plain(body as Message),
  attributes: { ...identity, ...plainAttributes(own as Message[]) },
});

const newline = Buffer.from('\n');
const whole = (lines: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(lines.flatMap((line) => [typeof line === 'string' ? Buffer.from(line) : line, newline]));

const expectSame = async (groups: readonly (readonly (string | Buffer)[])[], cuts: readonly number[]) => {
  const bytes = whole(groups.flat());
  const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length];
  const chunks = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
  const long = await record(chunks, 'text');
  for (const way of ['bytes', 'runs'] as const)
    expect({ ...(await record(chunks, way)), quick: 0, run: 0 }).toEqual(long);
};

test('what is read off the bytes of JSON lines is the record that JSON.parse gives', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 3, arbitrary: jsonLines }, otherLines), { maxLength: 5 }),
      fc.array(fc.nat(2000), { maxLength: 2 }),
      expectSame,
    ),
    { numRuns: 200 },
  ));

test('what is read off the bytes of lines with a known head is the record that their formats give', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 4, arbitrary: headedLines }, otherLines), { maxLength: 5 }),
      fc.array(fc.nat(2000), { maxLength: 2 }),
      expectSame,
    ),
    { numRuns: 200 },
  ));

test('what is read off the bytes of any other lines is the same record', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyLine, { maxLength: 10 }), { maxLength: 3 }),
      fc.array(fc.nat(400), { maxLength: 4 }),
      expectSame,
    ),
    { numRuns: 200 },
  ));

test.each([
  ['pino', '{"level":30,"time":1777629600123,"pid":7,"hostname":"h","rows":12,"msg":"loaded a row"}'],
  [
    'structlog',
    '{"rows": 7, "event": "loaded", "logger": "etl", "level": "info", "timestamp": "2026-05-01T10:00:00.123456Z"}',
  ],
  [
    'python-json-logger',
    '{"asctime": "2026-05-01 10:00:00,123", "levelname": "INFO", "message": "say \\"x\\"", "exc_info": null}',
  ],
  [
    'slog',
    '{"time":"2026-05-01T10:00:00.123456789Z","level":"INFO","msg":"größer","took":0.14285714285714285,"ok":true}',
  ],
  ['with objects', '{"level":30,"time":1777629600123,"req":{"id":7,"url":"/x"},"msg":"done"}'],
])('lines of %s are read off their bytes', async (_, line) => {
  const { quick, records } = await record([whole([line, line, line.replace('7', '8')])], 'bytes');
  expect(quick).toBe(2);
  expect(records).toEqual((await record([whole([line, line, line.replace('7', '8')])], 'text')).records);
});

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
])('"%s" is read off its bytes', async (text) => {
  const lines = whole(['first', text, text, 'last']);
  const { quick, records } = await record([lines], 'bytes');
  expect(quick).toBeGreaterThan(2);
  expect(records).toEqual((await record([lines], 'text')).records);
});

test('a line of text between JSON lines of one shape is one record, and so is each of them', async () => {
  const texts = [
    '{"n":1,"msg":"a"}',
    '{"n":2,"msg":"b"}',
    'loaded',
    '{"n":3,"msg":"c"}',
    'INFO:etl:x',
    '{"n":4,"msg":"d"}',
  ];
  const { records } = await record([whole([...texts, ...texts])], 'bytes');
  const bodies = ['a', 'b', 'loaded', 'c', 'x', 'd'];
  expect(records.map(({ body }) => body as unknown)).toEqual([...bodies, ...bodies]);
});

test('a zero with a sign keeps its line', async () => {
  const lines = whole(['{"n":1,"msg":"x"}', '{"n":2,"msg":"x"}', '{"n":-0,"msg":"x"}', '{"n":-0.0,"msg":"x"}']);
  const { records } = await record([lines], 'bytes');
  expect(records.map(({ attributes: { 'log.record.original': line } }) => line as unknown)).toEqual([
    undefined,
    undefined,
    '{"n":-0,"msg":"x"}',
    '{"n":-0.0,"msg":"x"}',
  ]);
});

test('JSON lines of a new shape are learned also after many that were not', async () => {
  const lineOf = (n: number) => (n < 700 ? `{"n":[${n}],"msg":"x"}` : `{"level":30,"n":${n},"msg":"x"}`);
  const lines = whole(Array.from({ length: 1000 }, (_, n) => lineOf(n)));
  const { quick, records } = await record([lines], 'bytes');
  expect(quick).toBeGreaterThan(200);
  expect(records).toEqual((await record([lines], 'text')).records);
});

const manyLines: readonly (readonly [string, (n: number) => string])[] = [
  ['plain text', (n) => `loaded row ${n} of table shop.orders, grün`],
  [
    'text with a time and a level',
    (n) => `2026-05-01 10:00:0${Math.floor(n / 300)},${100 + n} - etl.load - INFO - loaded row ${n}`,
  ],
  ['text with a time of another day', (n) => `2020-05-01 10:00:00,${100 + n} - etl.load - INFO - loaded row ${n}`],
  [
    'pino',
    (n) =>
      `{"level":${n % 9 === 8 ? 40 : 30},"time":${startedAtMs + n},"pid":7,"rows":${n / 8},"msg":"row \\"${n}\\""}`,
  ],
  [
    'slog',
    (n) =>
      `{"time":"2026-05-01T10:00:00.${100 + n}456789Z","level":"INFO","msg":"größer","ok":true,"n":-${n + 1},"x":null}`,
  ],
];
test.each(manyLines)('lines of %s are read many at once, also between others', async (_, lineOf) => {
  const others = [
    '  indented',
    '',
    'ERROR: no such row',
    'é',
    '{"other":[1]}',
    'Traceback (most recent call last):',
    '  File "x"',
    'ValueError: x',
  ];
  const lines = Array.from({ length: 900 }, (__, n) =>
    n % 97 === 96 ? `${lineOf(n)}\n${others[Math.floor(n / 97) % others.length]}` : lineOf(n),
  );
  const bytes = whole(lines);
  const chunks = Array.from({ length: 5 }, (__, n) =>
    bytes.subarray((n * bytes.length) / 5, ((n + 1) * bytes.length) / 5),
  );
  const { run, quick, ...many } = await record(chunks, 'runs');
  const { run: noRun, quick: none, ...each } = await record(chunks, 'text');
  expect(run).toBeGreaterThan(700);
  expect({ noRun, none, quick: quick < 100, ...many }).toEqual({ noRun: 0, none: 0, quick: true, ...each });
});
