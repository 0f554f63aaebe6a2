import { expect, test } from 'vitest';
import { deadlinesSince } from './deadlines-since.ts';
import type { PlanTimes } from './plan.ts';

const daily = { schedule: '0 2 * * *' };
const load = (deadline: string) => ({ stages: [{ name: 'load', deadline }] });

test.each<[string, PlanTimes[], number | undefined, number | undefined]>([
  ['nothing configured', [{}], undefined, undefined],
  ['only grace', [{ graceMs: 5 }], undefined, undefined],
  ['first read', [{ ...daily, deadline: '04:00' }], 1, undefined],
  ['the schedule only, the program declares the deadline', [{}, daily], 2, undefined],
  ['the deadline only, the program declares the schedule', [{}, { deadline: '04:00' }], 2, undefined],
  ['another grace', [{ deadline: '04:00' }, { deadline: '04:00', graceMs: 5 }], 1, undefined],
  ['another deadline', [{ deadline: '04:00' }, { deadline: '05:00' }], 1, undefined],
  ['a deadline added', [daily, { ...daily, deadline: '04:00' }], 2, undefined],
  [
    'another schedule',
    [
      { ...daily, deadline: '04:00' },
      { schedule: '0 3 * * *', deadline: '04:00' },
    ],
    2,
    undefined,
  ],
  ['removed and back', [{ deadline: '04:00' }, {}, { deadline: '04:00' }], 3, undefined],
  ['a stage added', [daily, { ...daily, ...load('PT1M') }], 1, 2],
  ['another deadline of a stage', [load('PT1M'), load('PT2M')], undefined, 1],
])('%s', (_name, times, deadlineSinceMs, stageSinceMs) => {
  const plans = times.map((one, index) => ({ sinceMs: index + 1, times: one }));
  const found = deadlinesSince(plans);
  expect(found.deadlineSinceMs).toBe(deadlineSinceMs);
  expect(found.stageDeadlines?.[0]?.sinceMs).toBe(stageSinceMs);
});
