import { expect, it } from 'vitest';
import { instantOfText } from './instant-text.ts';

it.each([
  ['0020-02-29 00:00:00+00', '0020-02-29T00:00:00.000Z'],
  ['0099-01-01 00:00:00+00', '0099-01-01T00:00:00.000Z'],
  ['2026-02-28 00:00:00.5+00', '2026-02-28T00:00:00.500Z'],
  ['2026-02-28 05:30:00.123456+05:30', '2026-02-28T00:00:00.123Z'],
])('%s is %s', (text, instant) => expect(instantOfText(text).toISOString()).toBe(instant));
