import { expect, test } from 'vitest';
import { cursorBefore, cursorKindOf } from './cursor.ts';

const overlap = { ids: 1_000, ms: 600_000 };

test.each([
  ['a number', '5000', 'number', '4000'],
  ['a number larger than JavaScript counts', '9223372036854775807', 'number', '9223372036854774807'],
  ['a small number', '7', 'number', '-993'],
  ['a decimal', '5000.00', 'number', '4000'],
  ['a time without a zone', '2026-03-02 00:05:00.123456', 'time', '2026-03-01 23:55:00.000'],
  ['a time with a zone', '2026-03-02 00:05:00+00', 'time', '2026-03-01 23:55:00.000+00'],
  ['a time as SQL Server writes it', '2026-03-02 00:05:00.1234567 +02:00', 'time', '2026-03-01 23:55:00.000 +02:00'],
  ['infinity', 'infinity', 'time', 'infinity'],
] as const)('%s', (_name, cursor, kind, expected) => {
  expect(cursorBefore(cursor, kind, overlap)).toBe(expected);
});

test('text is no cursor', () => {
  expect(() => cursorKindOf({ name: 'key', type: 'uuid', kind: 'text', isKey: false })).toThrow(
    'The cursor column key is uuid; take one that only grows',
  );
});
