import type { LogRecord } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { withEarlier } from './tail.ts';

const record = (second: number, body: string) =>
  ({ timestamp: `2026-11-30T12:00:0${second}Z`, service: 's', severityNumber: 9, body }) as LogRecord;

test('records that were read and have come as well are there once', () => {
  const live = [record(3, 'c'), record(2, 'b')];
  expect(withEarlier(live, [record(2, 'b'), record(1, 'a')]).map(({ body }) => body)).toEqual(['c', 'b', 'a']);
});
