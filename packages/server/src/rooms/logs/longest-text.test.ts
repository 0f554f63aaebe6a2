import { expect, test } from 'vitest';
import type { LogRecord } from '@sightglass/model/rest';
import { longestTextBytes, shortened } from './longest-text.ts';

const record = (body: string, attributes: Record<string, string> = {}): LogRecord => ({
  timestamp: '2026-05-01T10:00:00.000000000Z',
  severity: 'INFO',
  severityNumber: 9,
  body,
  eventName: null,
  service: 's',
  namespace: null,
  pipeline: null,
  runId: null,
  stage: null,
  stageId: null,
  traceId: null,
  spanId: null,
  attributes,
  resource: {},
  scope: '',
});

test('a record that fits is shown as it is', () => {
  const fits = record('x'.repeat(longestTextBytes));
  expect(shortened(fits)).toBe(fits);
});

test.each(['x', 'é', '€', '🚀'])('a body of %s is cut between characters, and says how long it is', (sign) => {
  const body = `a${sign.repeat(longestTextBytes)}`;
  const { body: shown, truncated } = shortened(record(body));
  expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(longestTextBytes);
  expect(Buffer.byteLength(shown)).toBeGreaterThan(longestTextBytes - 4);
  expect(body.startsWith(shown)).toBe(true);
  expect(truncated).toEqual({ bodyBytes: Buffer.byteLength(body), whole: null });
});

test('a long attribute is cut too', () => {
  const { attributes } = shortened(record('short', { note: 'é'.repeat(longestTextBytes), other: 'o' }));
  expect(Buffer.byteLength(attributes['note'] ?? '')).toBe(longestTextBytes);
  expect(attributes['other']).toBe('o');
});
