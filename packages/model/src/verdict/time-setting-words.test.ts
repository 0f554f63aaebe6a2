import { expect, test } from 'vitest';
import { deadlineSettingWords, graceWords } from './time-setting-words.ts';

test.each<[string, boolean, string, boolean]>([
  ['PT2M', true, '2 minutes after it is due', false],
  ['PT1M', false, '1 minute after it starts', false],
  ['PT90M', true, '1 hour 30 minutes after it is due', false],
  ['P1DT2H', true, '1 day 2 hours after it is due', false],
  ['P40D', true, '40 days after it is due', false],
  [' PT3661S ', true, '1 hour 1 minute 1 second after it is due', false],
  ['6:00', true, '06:00', true],
  ['+0d 06:00', true, '06:00 on the same day', true],
  ['+1d 06:00', true, '06:00 on the next day', true],
  ['+3d 06:00', true, '06:00, 3 days later', true],
  ['noon', true, 'noon', false],
])('the deadline "%s" reads well (schedule: %s)', (deadline, hasSchedule, words, hasTimeZone) => {
  expect(deadlineSettingWords(deadline, hasSchedule)).toEqual({ words, hasTimeZone });
});

test.each([
  [60_000, 'may start up to 1 minute late'],
  [5_400_000, 'may start up to 1 hour 30 minutes late'],
  [0, 'must not start late'],
])('a grace of %s ms reads well', (graceMs, words) => {
  expect(graceWords(graceMs)).toBe(words);
});
