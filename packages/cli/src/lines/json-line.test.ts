import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { parseJsonLine } from './json-line.ts';

const at = Date.parse('2026-05-01T10:00:00.123Z');

/** One line as each library writes it. */
const shapes = {
  pino: { level: 50, time: at, pid: 7, hostname: 'h', msg: 'boom' },
  bunyan: { v: 0, level: 50, name: 'etl', hostname: 'h', pid: 7, time: '2026-05-01T10:00:00.123Z', msg: 'boom' },
  winston: { level: 'error', message: 'boom', timestamp: '2026-05-01T10:00:00.123Z' },
  structlog: { event: 'boom', level: 'error', timestamp: '2026-05-01T10:00:00.123000Z' },
  'structlog epoch': { event: 'boom', level: 'error', timestamp: at / 1000 },
  logrus: { level: 'error', msg: 'boom', time: '2026-05-01T12:00:00.123+02:00' },
  zap: { level: 'error', ts: at / 1000, msg: 'boom' },
  'ECS flat': { '@timestamp': '2026-05-01T10:00:00.123Z', 'log.level': 'error', message: 'boom' },
  'ECS nested': { '@timestamp': '2026-05-01T10:00:00.123Z', log: { level: 'error' }, message: 'boom' },
  dbt: { info: { msg: 'boom', level: 'error', ts: '2026-05-01T10:00:00.123000Z', code: 'E017' }, data: {} },
  loguru: {
    text: 'boom\n',
    record: { message: 'boom', level: { name: 'ERROR', no: 40 }, time: { repr: 'x', timestamp: at / 1000 } },
  },
  'Serilog CLEF': { '@t': '2026-05-01T10:00:00.1230000Z', '@m': 'boom', '@l': 'Error' },
  'Serilog JSON': { Timestamp: '2026-05-01T10:00:00.1230000+00:00', Level: 'Error', MessageTemplate: 'boom' },
  '.NET console': { Timestamp: '2026-05-01T10:00:00.123Z', LogLevel: 'Error', Category: 'Etl', Message: 'boom' },
  Monolog: {
    message: 'boom',
    level: 400,
    level_name: 'ERROR',
    datetime: '2026-05-01T10:00:00.123000+00:00',
    extra: {},
  },
  'Rust tracing': {
    timestamp: '2026-05-01T10:00:00.123000Z',
    level: 'ERROR',
    fields: { message: 'boom' },
    target: 'etl',
  },
  Datadog: { timestamp: '2026-05-01T10:00:00.123Z', status: 'error', message: 'boom' },
  OpenTelemetry: {
    timeUnixNano: `${at}000000`,
    severityNumber: 17,
    severityText: 'ERROR',
    body: { stringValue: 'boom' },
  },
  'OpenTelemetry, severity_number': { timestamp: '2026-05-01T10:00:00.123Z', severity_number: 17, body: 'boom' },
  levelno: { created: 1, asctime: '2026-05-01 10:00:00,123+0000', levelno: 40, message: 'boom' },
  'Airflow 3': { timestamp: '2026-05-01T10:00:00.123000Z', level: 'error', event: 'boom', logger: 'task' },
  'PostgreSQL jsonlog': { timestamp: '2026-05-01 10:00:00.123 UTC', error_severity: 'ERROR', message: 'boom' },
  journald: { timestamp: at, PRIORITY: '3', MESSAGE: 'boom' },
  slog: { time: '2026-05-01T10:00:00.123Z', level: 'ERROR+2', msg: 'boom' },
  'Google Cloud': { timestamp: '2026-05-01T10:00:00.123Z', severity: 'ERROR', message: 'boom' },
  Logstash: { '@timestamp': '2026-05-01T10:00:00.123Z', level: 'ERROR', level_value: 40_000, message: 'boom' },
  GELF: { version: '1.1', short_message: 'boom', level: 3, timestamp: at / 1000 },
};

test.each(Object.entries(shapes))('%s', (_, shape) => {
  const parsed = parseJsonLine(JSON.stringify(shape));
  expect(parsed).toMatchObject({ message: 'boom', severity: 'ERROR' });
  expect(parsed?.atMs).toBeCloseTo(at, 0);
});

test('python-json-logger writes local time in asctime', () => {
  const parsed = parseJsonLine('{"asctime": "2026-05-01 10:00:00,123", "levelname": "WARNING", "message": "slow"}');
  expect(parsed).toMatchObject({
    severity: 'WARN',
    message: 'slow',
    atMs: new Date(2026, 4, 1, 10, 0, 0, 123).getTime(),
  });
});

test('what is left becomes attributes: typed, flattened, bounded in depth', () => {
  const line =
    '{"msg":"m","rows":3,"ok":true,"none":null,"tags":["a","b"],"mixed":[1,{"x":2}],"a":{"b":{"c":{"d":{"e":{"f":1}}}}}}';
  expect(parseJsonLine(line)?.attributes).toEqual({
    rows: 3,
    ok: true,
    none: 'null',
    tags: ['a', 'b'],
    mixed: '[1,{"x":2}]',
    'a.b.c.d': '{"e":{"f":1}}',
  });
});

describe('exceptions', () => {
  const stack = 'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: bad';
  test.each([
    ['pino', { msg: 'm', err: { type: 'TypeError', message: 'bad', stack: 'TypeError: bad\n at x' } }, 'TypeError'],
    ['bunyan', { msg: 'm', err: { name: 'TypeError', message: 'bad', stack: 'TypeError: bad\n at x' } }, 'TypeError'],
    ['ECS', { message: 'm', error: { type: 'X', message: 'bad', stack_trace: 'X: bad\n at x' } }, 'X'],
  ])('%s', (_, shape, type) => {
    expect(parseJsonLine(JSON.stringify(shape))?.attributes).toMatchObject({
      'exception.type': type,
      'exception.message': 'bad',
      'exception.stacktrace': expect.stringContaining('\n at x') as string,
    });
  });
  test.each([
    [{ error: { stack_trace: 'a.LoadException: bad' } }, 'a.LoadException: bad'],
    [{ error: { stack_trace: ['a.LoadException: bad', '\tat a.B'] } }, 'a.LoadException: bad\n\tat a.B'],
    [{ stack_trace: 'a.LoadException: bad' }, 'a.LoadException: bad'],
  ])('a stack on one line, or as a list of lines: %j', (fields, expected) => {
    expect(parseJsonLine(JSON.stringify({ message: 'm', ...fields }))?.attributes).toEqual({
      'exception.type': 'a.LoadException',
      'exception.message': 'bad',
      'exception.stacktrace': expected,
    });
  });
  test.each([
    ['python-json-logger', { message: 'm', exc_info: stack }],
    ['structlog', { event: 'm', exception: stack }],
  ])('%s', (_, shape) => {
    expect(parseJsonLine(JSON.stringify(shape))?.attributes).toEqual({
      'exception.type': 'ValueError',
      'exception.message': 'bad',
      'exception.stacktrace': stack,
    });
  });
});

test('trace and span ids are taken when they are valid', () => {
  const traceId = 'a'.repeat(32);
  const spanId = 'b'.repeat(16);
  expect(parseJsonLine(JSON.stringify({ msg: 'm', trace_id: traceId, span_id: spanId }))).toMatchObject({
    traceId,
    spanId,
  });
  expect(parseJsonLine('{"msg":"m","trace_id":"0"}')?.attributes).toEqual({ trace_id: '0' });
});

test.each<[name: string, line: string, attributes: Record<string, unknown>]>([
  [
    '64 bits',
    '{"msg":"m","id":1234567890123456789,"least":-9223372036854775808}',
    { id: 1234567890123456789n, least: -(2n ** 63n) },
  ],
  ['more than 64 bits', '{"msg":"m","id":18446744073709551615}', { id: '18446744073709551615' }],
  ['a fraction', '{"msg":"m","sum":12345678901234567.89}', { sum: '12345678901234567.89' }],
  ['a double', '{"msg":"m","sum":0.30000000000000004,"e":1e300}', { sum: 0.30000000000000004, e: 1e300 }],
  ['below a double', '{"msg":"m","e":0.1e-400,"f":-1.5e-320}', { e: '0.1e-400', f: '-1.5e-320' }],
  ['nearly below a double', '{"msg":"m","e":1.25e-300,"f":0e-400}', { e: 1.25e-300, f: 0 }],
  ['beyond a double', '{"msg":"m","e":1e999}', { e: '1e999' }],
  ['in a list', '{"msg":"m","ids":[1234567890123456789,1]}', { ids: [1234567890123456789n, 1] }],
  [
    'deep down',
    '{"msg":"m","a":{"b":{"c":{"d":{"id":1234567890123456789}}}}}',
    { 'a.b.c.d': '{"id":1234567890123456789}' },
  ],
  ['no number', '{"msg":"m NaN","loss":NaN,"most":-Infinity}', { loss: 'NaN', most: '-Infinity' }],
  ['nothing', '{"msg":"m","a":null,"b":{},"c":[],"d":""}', { a: 'null', b: '{}', c: [], d: '' }],
  ['a level that says more', '{"msg":"m","level":"notice"}', { level: 'notice' }],
  ['a level between', '{"msg":"m","level":35}', { level: 35 }],
  ['two levels', '{"msg":"m","level":"info","severity":"low"}', { severity: 'low' }],
  ['two messages', '{"msg":"m","message":"n"}', { message: 'n' }],
  ['a message that is no text', '{"message":7,"x":1}', { message: 7, x: 1 }],
  ['a status that is none', '{"msg":"m","status":"delivered"}', { status: 'delivered' }],
  ['a trace without a span', `{"msg":"m","trace_id":"${'a'.repeat(32)}"}`, { trace_id: 'a'.repeat(32) }],
  [
    'a time finer than a record',
    '{"msg":"m","time":"2026-05-01T10:00:00.123456789Z"}',
    { time: '2026-05-01T10:00:00.123456789Z' },
  ],
  ['nanoseconds', '{"msg":"m","ts":1793582047120931123}', { ts: 1793582047120931123n }],
])('every field is kept as it is: %s', (_, line, attributes) => {
  expect(parseJsonLine(line)).toMatchObject({ attributes, original: undefined });
  expect(parseJsonLine(line)?.attributes).toEqual(attributes);
});

test('a time is an attribute unless it becomes the time of the record', () => {
  expect(parseJsonLine('{"msg":"m","time":"2001-01-01T00:00:00Z"}')).toMatchObject({
    timeField: ['time', '2001-01-01T00:00:00Z'],
  });
});

test.each([
  ['a key twice', '{"msg":"m","a":1,"a":2}'],
  ['a path twice', '{"msg":"m","a.b":1,"a":{"b":2}}'],
  ['very many fields', JSON.stringify(Object.fromEntries(Array.from({ length: 200 }, (__, at) => [`k${at}`, at])))],
  ['a very long name', `{"msg":"m","${'k'.repeat(300)}":1}`],
])('what attributes cannot hold brings the line along: %s', (_, line) =>
  expect(parseJsonLine(line)?.original).toBe(line),
);

test.each([
  ['Loaded {Rows} of {@Total} rows', { Rows: 12, Total: 13 }, [], 'Loaded 12 of 13 rows'],
  ['{{literal}} {Missing}', {}, [], '{literal} {Missing}'],
  ['{Share:P1} of {Name,10}', { Share: 0.5, Name: 'x' }, ['50.0 %'], '50.0 % of x'],
])('a message template of Serilog: %s', (template, values, renderings, message) => {
  const line = JSON.stringify({ '@t': '2026-05-01T10:00:00Z', '@mt': template, '@r': renderings, ...values });
  expect(parseJsonLine(line)).toMatchObject({ message, attributes: values });
  const json = JSON.stringify({
    MessageTemplate: template.replace(':P1', ''),
    Level: 'Warning',
    Properties: { ...values, Share: '50.0 %' },
  });
  expect(parseJsonLine(json)).toMatchObject({ message, severity: 'WARN' });
});

test.each([
  [
    'Serilog CLEF',
    { '@mt': 'm', '@x': 'System.InvalidOperationException: bad\n   at Etl.Load()' },
    'System.InvalidOperationException',
  ],
  ['.NET console, without frames', { Message: 'm', Exception: 'System.Exception: bad' }, 'System.Exception'],
  ['Airflow 3', { event: 'm', error_detail: [{ exc_type: 'ValueError', exc_value: 'bad', frames: [] }] }, 'ValueError'],
  ['structlog', { event: 'm', exception: [{ exc_type: 'ValueError', exc_value: 'bad' }] }, 'ValueError'],
  [
    'Monolog',
    { message: 'm', context: { exception: { class: 'PDOException', message: 'bad', code: 7 } } },
    'PDOException',
  ],
  [
    'Spark',
    { msg: 'm', exception: { class: 'java.io.IOException', msg: 'bad', stacktrace: [{ class: 'A' }] } },
    'java.io.IOException',
  ],
  [
    'loguru',
    {
      text: 'm\nTraceback (most recent call last):\n  File "x.py", line 1\nValueError: bad\n',
      record: { message: 'm', exception: { type: 'ValueError', value: 'bad', traceback: true } },
    },
    'ValueError',
  ],
])('the exception of %s', (_, shape, type) =>
  expect(parseJsonLine(JSON.stringify(shape))).toMatchObject({
    message: 'm',
    attributes: { 'exception.type': type, 'exception.message': 'bad' },
  }),
);

test('numbers as levels are of the scale of who writes them', () => {
  const severityOf = (fields: object) => parseJsonLine(JSON.stringify({ msg: 'm', ...fields }))?.severity;
  expect(severityOf({ level: 100 })).toBe('DEBUG');
  expect(severityOf({ level: 550, level_name: 'ALERT' })).toBe('CRITICAL');
  expect(severityOf({ levelno: 30 })).toBe('WARN');
  expect(severityOf({ level: 30 })).toBe('INFO');
  expect(severityOf({ severityNumber: 13 })).toBe('WARN');
  expect(severityOf({ severityNumber: 'SEVERITY_NUMBER_WARN' })).toBe('WARN');
  expect(severityOf({ record: { level: { name: 'LOADED', no: 45 } } })).toBe('ERROR');
  expect(severityOf({ status: 500 })).toBeUndefined();
});

test.each(['', 'text', '[1]', '{', '{"a":1', '{not json}', '3', 'null'])('%j is not a JSON line', (line) =>
  expect(parseJsonLine(line)).toBeUndefined(),
);

test('any JSON object gives attributes of the allowed types', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const parsed = parseJsonLine(JSON.stringify(object));
      expect(parsed).toBeDefined();
      for (const value of Object.values(parsed?.attributes ?? {})) {
        expect(['string', 'number', 'bigint', 'boolean', 'object']).toContain(typeof value);
      }
    }),
  );
});

test.each([
  '-0',
  '-0.0',
  '-0e5',
  '[1,-0]',
  '{"a":{"b":{"c":{"d":-0}}}}',
  String.raw`"\ud800"`,
  String.raw`"\uDE00\ud83d"`,
])('a line with a value that an attribute does not hold comes along whole: %s', (value) => {
  const line = `{"msg":"m","x":${value}}`;
  expect(parseJsonLine(line)?.original).toBe(line);
});

test.each(['0', '-0.5', '-1', '"-0"', String.raw`"\ud83d\ude00"`])('not one with %s', (value) =>
  expect(parseJsonLine(`{"msg":"m","x":${value}}`)?.original).toBeUndefined(),
);
