import { expect, it } from 'vitest';
import { forecastWords } from './retention-words.ts';

const sizes = { bytes: 5e9, mostBytes: 50e9, disk: { freeBytes: 100e9, totalBytes: 200e9 } };

it.each([
  [
    'nothing is known',
    { bytesPerDay: null, basedOnDays: 0, fullInDays: null, fullBy: null },
    /known after the first whole day\.$/,
  ],
  [
    'nothing fills',
    { bytesPerDay: 1e8, basedOnDays: 7, fullInDays: null, fullBy: null },
    /100 MB a day .* last 7 whole days: .* before anything is full \(an estimate\)/,
  ],
  [
    'the limit',
    { bytesPerDay: 3e9, basedOnDays: 1, fullInDays: 15, fullBy: 'limit' },
    /last 1 whole day: .* the oldest day goes early in about 15 days \(an estimate\)/,
  ],
  [
    'the disk',
    { bytesPerDay: 3e9, basedOnDays: 2, fullInDays: 1, fullBy: 'disk' },
    /senders are refused in about 1 day \(an estimate\)/,
  ],
] as const)('%s', (_name, forecast, words) => {
  expect(forecastWords({ ...sizes, forecast })).toMatch(words);
});
