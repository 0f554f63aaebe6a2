import { expect, test } from 'vitest';
import { timeOfText } from './line-time.ts';

const utc = (text: string): number => Date.parse(text);

test.each([
  ['2026-05-01T10:00:00.123Z', utc('2026-05-01T10:00:00.123Z')],
  ['2026-05-01T10:00:00.9Z', utc('2026-05-01T10:00:00.900Z')],
  ['2026-05-01T10:00:00Z', utc('2026-05-01T10:00:00Z')],
  ['2026-05-01T10:00:00.123456Z', utc('2026-05-01T10:00:00.123Z') + 0.456],
  ['2026-05-01T10:00:00.123456789Z', utc('2026-05-01T10:00:00.123Z') + 0.456],
  ['2026-05-01T10:00:00.5+02:00', utc('2026-05-01T08:00:00.500Z')],
  ['2026-05-01T10:00:00.5+0200', utc('2026-05-01T08:00:00.500Z')],
  ['2026-05-01T10:00:00.5 +02', utc('2026-05-01T08:00:00.500Z')],
  ['2026-05-01 10:00:00,25', new Date(2026, 4, 1, 10, 0, 0, 250).getTime()],
  ['26/05/01 10:00:00', new Date(2026, 4, 1, 10).getTime()],
  ['2026-05-01T10:00:00.Z', undefined],
  ['2026-05-01T10:00:00.1x', undefined],
  ['2026-13-01T10:00:00.1Z', undefined],
])('%s, also after a time of the same second', (text, expected) => {
  for (const before of [text, '2026-05-01T10:00:00.777Z', '2026-05-01T10:00:00.7+02:00', '2026-05-01 10:00:00,7']) {
    timeOfText(before);
    const atMs = timeOfText(text);
    if (expected === undefined) expect(atMs).toBeUndefined();
    else expect(atMs).toBeCloseTo(expected, 3);
  }
});
