import { expect, it } from 'vitest';
import { forecastOf } from './forecast.ts';

const nowMs = Date.parse('2026-11-23T12:00:00Z');
/** So many bytes of each day, from today back. */
const days = (...bytes: number[]) =>
  bytes.map((size, age) => ({
    table: 'logs',
    partition: new Date(nowMs - age * 86_400_000).toISOString().slice(0, 10),
    bytes: size,
  }));
const disk = (freeBytes: number) => ({ freeBytes, totalBytes: 1e12 });
const limits = { days: 30, runDays: 400, bytes: 1_000 };

it.each([
  ['nothing yet', [], disk(1e9), { bytesPerDay: null, fullInDays: null }],
  ['today alone is no whole day', days(500), disk(1e9), { bytesPerDay: null, basedOnDays: 0, fullInDays: null }],
  [
    'what is kept stays below the limit',
    days(5, 10, 10),
    disk(1e9),
    { bytesPerDay: 10, basedOnDays: 2, fullInDays: null },
  ],
  ['old days go before', days(0, 30, 30), disk(1e9), { bytesPerDay: 30, fullInDays: null }],
  ['the limit is met before days are old', days(0, 90, 90), disk(1e9), { fullInDays: 9, fullBy: 'limit' }],
  ['the disk is full before', days(0, 90, 90), disk(180), { fullInDays: 2, fullBy: 'disk' }],
  ['it is full now', days(0, 90, 90), disk(0), { fullInDays: 0, fullBy: 'disk' }],
  ['a day without anything counts', days(0, 0, 140).filter(({ bytes }) => bytes > 0), disk(1e9), { bytesPerDay: 70 }],
  ['nothing arrives any more', days(0, 0, 0, 0), disk(1e9), { bytesPerDay: 0, fullInDays: null }],
])('%s', (_name, partitions, space, expected) => {
  expect(forecastOf(partitions, limits, space, nowMs)).toMatchObject(expected);
});
