import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times } from '../../../../../test/times.ts';
import { localTime } from '../local-time.ts';
import { onCallAt, type OnCallSchedule } from './on-call.ts';

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const schedule = (given: Partial<OnCallSchedule> = {}): OnCallSchedule => ({
  name: 'data',
  timeZone: 'Europe/Berlin',
  people: ['ada', 'bob', 'eve'],
  fromDay: dayOf('2026-10-19'),
  handOverMinute: 9 * 60,
  everyDays: 7,
  overrides: [],
  ...given,
});
const at = (instant: string, given: Partial<OnCallSchedule> = {}) => onCallAt(schedule(given), Date.parse(instant));

describe('who is on call', () => {
  it.each<[instant: string, person: string | undefined]>([
    ['2026-10-19T06:59:59Z', undefined],
    ['2026-10-19T07:00:00Z', 'ada'],
    // Clocks went back on the 25th: 09:00 is an hour later in UTC.
    ['2026-10-26T07:59:59Z', 'ada'],
    ['2026-10-26T08:00:00Z', 'bob'],
    ['2026-11-02T08:00:00Z', 'eve'],
    ['2026-11-09T08:00:00Z', 'ada'],
  ])('at %s: %s', (instant, person) => {
    expect(at(instant)).toBe(person);
  });

  it('is the person of the override while it lasts, of several the last', () => {
    const from = (instant: string) => Date.parse(instant);
    const overrides = [
      { person: 'zoe', fromMs: from('2026-10-20T00:00:00Z'), untilMs: from('2026-10-22T00:00:00Z') },
      { person: 'max', fromMs: from('2026-10-21T00:00:00Z'), untilMs: from('2026-10-21T12:00:00Z') },
    ];
    expect(
      [
        '2026-10-19T23:59:59Z',
        '2026-10-20T00:00:00Z',
        '2026-10-21T00:00:00Z',
        '2026-10-21T12:00:00Z',
        '2026-10-22T00:00:00Z',
      ].map((instant) => at(instant, { overrides })),
    ).toEqual(['ada', 'zoe', 'max', 'zoe', 'ada']);
  });

  it('is nobody outside the hours', () => {
    const hours = { days: [1, 2, 3, 4, 5], fromMinute: 8 * 60, untilMinute: 18 * 60 };
    expect(at('2026-10-24T10:00:00Z', { hours })).toBeUndefined();
    expect(at('2026-10-23T15:59:00Z', { hours })).toBe('ada');
    expect(at('2026-10-23T16:00:00Z', { hours })).toBeUndefined();
  });

  it('changes only when the clock of the place shows the hand-over, and to the next in turn', () => {
    assert(
      property(
        constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'),
        integer({ min: 0, max: 23 }),
        integer({ min: 1, max: 14 }),
        integer({ min: 0, max: 2 * 365 * 24 * 4 }),
        (timeZone, hour, everyDays, quarter) => {
          const one = schedule({ timeZone, handOverMinute: hour * 60, everyDays, people: ['a', 'b', 'c'] });
          const atMs = Date.parse('2026-10-20T12:00:00Z') + quarter * 900_000;
          const [before, now] = [onCallAt(one, atMs - 60_000), onCallAt(one, atMs)];
          if (before === now) return;
          const { minute } = localTime(timeZone, atMs);
          // Where the clock skips the hand-over, it is made right after.
          if (minute !== hour * 60 && localTime(timeZone, atMs - 60_000).minute >= hour * 60)
            throw new Error(`handed over at ${minute} minutes`);
        },
      ),
      { numRuns: times(300) },
    );
  });
});
