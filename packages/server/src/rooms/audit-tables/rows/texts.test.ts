import { expect, test } from 'vitest';
import { readCount } from './count-text.ts';
import { type DurationUnit, readDuration } from './duration-text.ts';
import { readState } from './state-words.ts';

test.each<[string, DurationUnit | undefined, number | undefined]>([
  ['65', 's', 65_000],
  ['65', 'ms', 65],
  ['1.5', 'min', 90_000],
  ['0,5', 'h', 1_800_000],
  ['65', undefined, undefined],
  ['13045', 'hhmmss', 5_445_000],
  ['7', 'hhmmss', 7_000],
  ['1230000', 'hhmmss', 123 * 3_600_000],
  ['99', 'hhmmss', undefined],
  ['00:12:30', undefined, 750_000],
  ['00:12:30', 's', 750_000],
  ['00:00:41.5', undefined, 41_500],
  ['00:12:30.0000000', undefined, 750_000],
  ['26:00:00', undefined, 26 * 3_600_000],
  ['1 day 02:03:04', undefined, 93_784_000],
  ['2 days, 0:00:01', undefined, 172_801_000],
  ['1.02:03:04', undefined, 93_784_000],
  ['12:30', undefined, undefined],
  ['PT12M30S', undefined, 750_000],
  ['P1DT0.5S', undefined, 86_400_500],
  ['PT', undefined, undefined],
  ['P', undefined, undefined],
  ['12 min 30 s', undefined, 750_000],
  ['250ms', undefined, 250],
  ['1h30m', undefined, 5_400_000],
  ['65 seconds', undefined, 65_000],
  ['3 apples', undefined, undefined],
  ['soon', undefined, undefined],
  ['-5', 's', undefined],
])('the duration %s in %s', (text, unit, ms) => {
  expect(readDuration(text, unit)).toBe(ms);
});

test.each<[string, number]>([
  ['1204', 1_204],
  ['100.00', 100],
  ['1,204', 1_204],
  ['1,204,000.00', 1_204_000],
  ['1 204', 1_204],
  ["1'204'000", 1_204_000],
  ['1.204.000', 1_204_000],
  ['-1', -1],
  ['1.204', 1.204],
  ['12,04', Number.NaN],
  ['many', Number.NaN],
  ['', Number.NaN],
])('the count %s', (text, count) => {
  expect(readCount(text)).toBe(count);
});

test.each([
  ['IN_PROGRESS', '', 'running'],
  ['SUCCESS_WITH_WARNINGS', '', 'warned'],
  ['SucceededWithIssues', '', 'warned'],
  ['FAILURE', '', 'failed'],
  ['PARTIAL', '', undefined],
  ['COMPLETED WITH ERRORS', '', undefined],
  ['t', 'success', 'succeeded'],
  ['false', 'IsSuccessful', 'failed'],
  ['1', 'success_flag', 'succeeded'],
  ['0', 'success_flag', 'failed'],
  ['Y', 'is_failed', 'failed'],
  ['0', 'has_errors', 'succeeded'],
  ['1', 'status', undefined],
  ['true', 'active', undefined],
  ['2', 'success', undefined],
  ['0', 'exit_code', 'succeeded'],
  ['8', 'ExitCode', 'failed'],
  ['-1', 'return_code', 'failed'],
  ['137', 'RC', 'failed'],
  ['4', 'retcode', 'failed'],
  ['2627', 'error_number', 'failed'],
  ['-803', 'SQLCODE', 'failed'],
  ['+100', 'sqlcode', 'warned'],
  ['', 'exit_code', undefined],
  ['0x1', 'exit_code', undefined],
  ['200', 'status_code', undefined],
  ['7', 'source', undefined],
])('the word %s in column "%s"', (word, column, meaning) => {
  expect(readState(word, {}, column)).toBe(meaning);
});
