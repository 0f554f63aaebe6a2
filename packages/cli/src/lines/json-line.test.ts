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
    ['python-json-logger', { message: 'm', exc_info: stack }],
    ['structlog', { event: 'm', exception: stack }],
  ])('%s', (_, shape) => {
    expect(parseJsonLine(JSON.stringify(shape))?.attributes).toEqual({ 'exception.stacktrace': stack });
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

test.each(['', 'text', '[1]', '{', '{"a":1', '{not json}', '3', 'null'])('%j is not a JSON line', (line) =>
  expect(parseJsonLine(line)).toBeUndefined(),
);

test('any JSON object gives attributes of the allowed types', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const parsed = parseJsonLine(JSON.stringify(object));
      expect(parsed).toBeDefined();
      for (const value of Object.values(parsed?.attributes ?? {})) {
        expect(['string', 'number', 'boolean', 'object']).toContain(typeof value);
      }
    }),
  );
});
