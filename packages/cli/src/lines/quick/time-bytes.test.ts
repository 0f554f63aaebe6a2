import { expect, test } from 'vitest';
import { timeOfText } from '../line-time.ts';
import { createTimeReader } from './time-bytes.ts';

/** Two times of one second each: the other is read with what is known of the first. */
test.each([
  ['2026-05-01T10:00:00.123Z', '2026-05-01T10:00:00.9Z'],
  ['2026-05-01 10:00:00,123456', '2026-05-01 10:00:00,000001789'],
  ['2026-05-01T10:00:00Z', '2026-05-01T10:00:00Z'],
  ['26/05/01 10:00:00', '26/05/01 10:00:00'],
  ['26/05/01 10:00:00,123', '26/05/01 10:00:00,124'],
  ['2026-13-45 10:00:00,123', '2026-13-45 10:00:00,124'],
])('%s, then %s', (first, second) => {
  const { read } = createTimeReader();
  for (const text of [first, second]) expect(read(Buffer.from(text), 0, text.length)).toBe(timeOfText(text));
});
