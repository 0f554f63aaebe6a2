import { expect, test } from 'vitest';
import { identityOf, isReported, judge, type Verdict } from './rules.ts';

const good = ['2001-01-03T06:15:00', '-4', '2176', 'LAS', 'PHL'];
const flight = {
  departedAt: '2001-01-03T06:15:00',
  delayMinutes: -4,
  distanceMiles: 2176,
  origin: 'LAS',
  destination: 'PHL',
};
const withField = (index: number, text: string): string[] => good.with(index, text);

const verdicts: readonly [name: string, fields: readonly string[], verdict: Verdict][] = [
  ['a good line', good, { flight }],
  ['an early flight', withField(1, '-66'), { flight: { ...flight, delayMinutes: -66 } }],
  ['midnight', withField(0, '2001-01-03T00:00:00'), { flight: { ...flight, departedAt: '2001-01-03T00:00:00' } }],
  ['a missing column', good.slice(0, 4), { rejected: 'ragged_line' }],
  ['a column too many', [...good, 'x'], { rejected: 'ragged_line' }],
  ['an empty line', [''], { rejected: 'ragged_line' }],
  ['no date', withField(0, ''), { rejected: 'bad_date' }],
  ['an American date', withField(0, '01/03/2001 06:15'), { rejected: 'bad_date' }],
  ['the 31st of February', withField(0, '2001-02-31T06:15:00'), { rejected: 'bad_date' }],
  ['hour 25', withField(0, '2001-01-03T25:00:00'), { rejected: 'bad_date' }],
  ['the day before', withField(0, '2001-01-02T23:59:00'), { rejected: 'wrong_day' }],
  ['no delay', withField(1, ''), { rejected: 'bad_delay' }],
  ['a delay in words', withField(1, 'late'), { rejected: 'bad_delay' }],
  ['half a minute', withField(1, '0.5'), { rejected: 'bad_delay' }],
  ['a negative distance', withField(2, '-2176'), { rejected: 'bad_distance' }],
  ['no distance', withField(2, '0'), { rejected: 'bad_distance' }],
  ['an origin of four letters', withField(3, 'KLAS'), { rejected: 'bad_airport_code' }],
  ['a lower-case destination', withField(4, 'phl'), { rejected: 'bad_airport_code' }],
  ['two broken rules', ['', 'late', '1', 'LAS', 'PHL'], { rejected: 'bad_date' }],
];

test.each(verdicts)('%s', (_name, fields, verdict) => {
  expect(judge(fields, '2001-01-03')).toEqual(verdict);
});

test('commuter hops under 100 miles are not reported', () => {
  expect(isReported({ ...flight, distanceMiles: 99 })).toBe(false);
  expect(isReported({ ...flight, distanceMiles: 100 })).toBe(true);
});

test('flights that differ in one column are two flights', () => {
  expect(identityOf(flight)).toBe(identityOf({ ...flight }));
  expect(identityOf(flight)).not.toBe(identityOf({ ...flight, delayMinutes: 4 }));
});
