import { expect, test } from 'vitest';
import { allReceivedAt } from '../../reception/reception-time.ts';
import type { RunStart, ScheduledPipeline } from './facts.ts';
import { dueRuns } from './due-runs.ts';

const pipeline: ScheduledPipeline = {
  namespace: 'sales',
  name: 'orders',
  schedule: '0 2 * * *',
  timeZone: null,
  deadline: null,
  owner: null,
  criticality: null,
  lastStartedAtMs: Date.parse('2026-03-01T02:00:05Z'),
};
const at = (text: string): number => Date.parse(`2026-03-02T${text}Z`);
const start = (time: string, more: Partial<RunStart> = {}): RunStart => ({
  namespace: 'sales',
  name: 'orders',
  startedAtMs: at(time),
  schedule: '0 2 * * *',
  timeZone: null,
  ...more,
});
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** 2 March 2026 is a Monday. */
const officeHours = '*/10 8-17 * * 1-5';
const quarterly = '*/15 * * * *';
const often = (time: string): RunStart => start(time, { schedule: quarterly });
const gap = (from: string, to: string) => [{ fromMs: at(from), toMs: at(to) }];

interface Case {
  readonly now: string;
  readonly starts?: readonly RunStart[];
  readonly pipeline?: Partial<ScheduledPipeline>;
  readonly gaps?: ReturnType<typeof gap>;
  readonly receivedUntil?: string;
  readonly receivedSince?: string;
}

test.each<[string, Case, string[]]>([
  ['within the grace', { now: '02:09:59' }, []],
  ['after the grace', { now: '02:10:00' }, ['02:00:00']],
  ['within a grace of its own', { now: '02:19:59', pipeline: { graceMs: 20 * minuteMs } }, []],
  ['after a grace of its own', { now: '02:20:00', pipeline: { graceMs: 20 * minuteMs } }, ['02:00:00']],
  ['after a long grace', { now: '08:00:00', pipeline: { graceMs: 6 * hourMs } }, ['02:00:00']],
  ['after no grace', { now: '02:00:00', pipeline: { graceMs: 0 } }, ['02:00:00']],
  [
    'on a day off',
    { now: '02:30:00', pipeline: { calendar: { weekdays: [1, 2, 3, 4, 5], holidays: ['2026-03-02'] } } },
    [],
  ],
  ['configured after it was due', { now: '02:30:00', pipeline: { sinceMs: at('02:00:01') } }, []],
  ['configured before it was due', { now: '02:30:00', pipeline: { sinceMs: at('01:59:59') } }, ['02:00:00']],
  ['started on time', { now: '02:30:00', starts: [start('02:00:03')] }, []],
  ['started late', { now: '02:30:00', starts: [start('02:25:00')] }, []],
  ['started a moment early', { now: '02:30:00', starts: [start('01:59:10')] }, []],
  ['started by hand two hours before', { now: '02:30:00', starts: [start('00:10:00')] }, ['02:00:00']],
  [
    'started on time by a clock that is two minutes behind',
    { now: '02:30:00', starts: [start('01:58:03', { possibleStartsMs: [at('02:00:03')] })] },
    [],
  ],
  [
    'started for the next time by a clock that is behind',
    { now: '02:40:00', starts: [start('01:59:50', { possibleStartsMs: [at('00:30:00')] })] },
    ['02:00:00'],
  ],
  ['another pipeline started', { now: '02:30:00', starts: [start('02:00:00', { name: 'other' })] }, ['02:00:00']],
  ['another namespace started', { now: '02:30:00', starts: [start('02:00:00', { namespace: 'x' })] }, ['02:00:00']],
  ['down when it was due', { now: '02:30:00', gaps: gap('01:00:00', '02:05:00') }, []],
  ['down and back before', { now: '02:30:00', gaps: gap('01:00:00', '01:30:00') }, ['02:00:00']],
  ['down after the grace', { now: '02:30:00', gaps: gap('02:15:00', '02:20:00') }, ['02:00:00']],
  ['the engine is behind', { now: '02:30:00', receivedUntil: '02:05:00' }, []],
  ['the server ran for the first time after it was due', { now: '02:30:00', receivedSince: '02:01:00' }, []],
  ['the server ran for the first time before it was due', { now: '02:30:00', receivedSince: '01:30:00' }, ['02:00:00']],
  ['an old due time', { now: '08:00:00' }, []],
  [
    'one of many, the others went',
    {
      now: '02:40:00',
      pipeline: { schedule: quarterly, lastStartedAtMs: at('02:30:00') },
      starts: [often('02:30:01'), often('02:00:01'), often('01:45:01')],
    },
    ['02:15:00'],
  ],
  [
    'before the schedule was declared',
    {
      now: '02:40:00',
      pipeline: { schedule: quarterly, lastStartedAtMs: at('02:05:00') },
      starts: [often('02:05:00'), start('00:00:00', { schedule: '0 0 * * *' })],
    },
    ['02:15:00', '02:30:00'],
  ],
  [
    'nobody runs it any more',
    { now: '02:40:00', pipeline: { schedule: '*/5 * * * *', lastStartedAtMs: at('02:40:00') - 31 * 86_400_000 } },
    [],
  ],
  [
    'after a pause, from its first due time on',
    {
      now: '08:20:00',
      pipeline: { schedule: officeHours, lastStartedAtMs: at('08:00:00') - 62 * hourMs - 10 * minuteMs },
    },
    ['08:00:00', '08:10:00'],
  ],
  [
    'once a month, missed for the first time',
    { now: '06:30:00', pipeline: { schedule: '0 6 2 * *', lastStartedAtMs: at('06:00:00') - 28 * 24 * hourMs } },
    ['06:00:00'],
  ],
  [
    'the last due time that is reported in a row',
    { now: '03:00:00', pipeline: { schedule: '0 * * * *', lastStartedAtMs: at('02:00:00') - 100 * hourMs } },
    ['01:00:00', '02:00:00'],
  ],
  ['a schedule that cannot be read', { now: '02:30:00', pipeline: { schedule: 'nightly' } }, []],
  [
    'every minute, the grace ends with the next',
    {
      now: '02:03:10',
      pipeline: { schedule: '* * * * *', lastStartedAtMs: at('02:01:00') },
      starts: [start('02:01:00', { schedule: '* * * * *' })],
    },
    ['02:02:00'],
  ],
])(
  '%s',
  (
    _name,
    { now, starts = [], pipeline: more = {}, gaps = [], receivedUntil, receivedSince = '00:00:00' },
    expected,
  ) => {
    const receptionTime = {
      ...allReceivedAt(at(now)),
      gaps,
      receivedUntilMs: at(receivedUntil ?? now),
      receivedSinceMs: at(receivedSince),
    };
    const missed = dueRuns([{ ...pipeline, ...more }], starts, receptionTime);
    expect(missed.map(({ dueAtMs }) => new Date(dueAtMs).toISOString().slice(11, 19))).toEqual(expected);
  },
);
