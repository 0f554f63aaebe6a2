import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineFormats, parsePlainLine } from './plain-line.ts';

test.each(lineFormats.map(({ name, example, pattern }) => [name, example, pattern] as const))(
  '%s: its example is read by it and by none before it',
  (name, example) => {
    expect(lineFormats.find(({ pattern }) => pattern.test(example))?.name).toBe(name);
    expect(parsePlainLine(example)).toMatchObject({
      message: expect.stringMatching(/^(boom|slow|go|lost)$/) as string,
      severity: expect.stringMatching(/^(INFO|WARN|ERROR)$/) as string,
    });
  },
);

test('the message, time and logger of a Python line', () => {
  expect(parsePlainLine('2026-05-01 10:00:00,123 - etl.load - ERROR - boom - again')).toEqual({
    message: 'boom - again',
    severity: 'ERROR',
    atMs: new Date(2026, 4, 1, 10, 0, 0, 123).getTime(),
    attributes: { logger: 'etl.load' },
  });
});

test('logfmt', () => {
  const line = String.raw`time="2026-05-01T10:00:00Z" level=warning msg="a \"b\"" rows=3`;
  expect(parsePlainLine(line)).toEqual({
    message: 'a "b"',
    severity: 'WARN',
    atMs: Date.parse('2026-05-01T10:00:00Z'),
    attributes: { rows: '3' },
  });
});

test.each([
  'done',
  'Finished without ERROR',
  'Errors: 0',
  'note: x',
  '2026-05-01 10:00:00 loaded 5 rows',
  '<999>x',
  '',
])('%j has no level and stays whole', (line) =>
  expect(parsePlainLine(line)).toEqual({ message: line, attributes: {} }),
);

test('any line is read, quickly', () => {
  const piece = fc.constantFrom(
    '2026-05-01 10:00:00,123',
    ' - ',
    '[',
    ']',
    '|',
    ' ',
    'ERROR',
    ':',
    '<11>1',
    '{',
    'level=',
    'msg="',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 500 }), (pieces) => {
      expect(parsePlainLine(pieces.join('')).attributes).toBeDefined();
    }),
  );
});
