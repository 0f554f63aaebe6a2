import { expect, it } from 'vitest';
import type { TimeRange } from '../url/time-range.ts';
import { calledRange } from './called-range.ts';
import { breakerSpan } from './testing.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const at = (time: string) => `2026-11-23T${time}:00.000Z`;
/** One step an hour of the day before, asked in those that are given. */
const steps = (...called: number[]) =>
  Array.from({ length: 24 }, (_, hour) => ({
    at: new Date(now - (24 - hour) * 3_600_000).toISOString(),
    requests: called.includes(hour) ? 9 : 0,
  }));
const span = (from: string) => breakerSpan({ from, to: null });

it.each<[string, TimeRange, TimeRange, ReturnType<typeof steps>, ReturnType<typeof span>[]]>([
  ['the whole time where calls fill it', {}, {}, steps(2, 20), []],
  ['the whole time where nothing was asked', {}, {}, steps(), []],
  ['from the first call where they fill only its end', { from: at('11:00') }, {}, steps(23), []],
  [
    'the same of a day that is over',
    { from: at('10:00'), to: at('12:00') },
    { from: '2026-11-22T12:00:00.000Z', to: at('12:00') },
    steps(22),
    [],
  ],
  ['from the first opening of a breaker', { from: at('09:30') }, {}, steps(23), [span(at('09:30'))]],
  ['the whole time where a breaker was open long before', {}, {}, steps(23), [span('2026-11-22T13:00:00.000Z')]],
])('shows %s', (_name, expected, range, items, spans) => {
  expect(calledRange({ range, items, spans }, now)).toEqual(expected);
});
