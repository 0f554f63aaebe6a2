import { expect, test } from 'vitest';
import { flightOf, identityOf, isReported } from './flight.ts';

const flight = flightOf(['2001-01-03T06:15:00', '-4', '2176', 'LAS', 'PHL']);

test('a line is a flight', () => {
  expect(flight).toEqual({
    departedAt: '2001-01-03T06:15:00',
    delayMinutes: -4,
    distanceMiles: 2176,
    origin: 'LAS',
    destination: 'PHL',
  });
});

test('commuter hops under 100 miles are not reported', () => {
  expect(isReported({ ...flight, distanceMiles: 99 })).toBe(false);
  expect(isReported({ ...flight, distanceMiles: 100 })).toBe(true);
});

test('flights that differ in one column are two flights', () => {
  expect(identityOf(flight)).toBe(identityOf({ ...flight }));
  expect(identityOf(flight)).not.toBe(identityOf({ ...flight, delayMinutes: 4 }));
});
