import { expect, test } from 'vitest';
import { dueTimeAt } from './due-time.ts';

/** As `docs/reference/configuration.md` describes it. */
test.each([
  ['*/5 * * * *', '23:18:54', '23:15:00'],
  ['*/5 * * * *', '23:19:02', '23:20:00'],
  ['0 2 * * *', '01:55:00', '02:00:00'],
  ['0 * * * *', '22:57:29', '22:00:00'],
  ['0 * * * *', '22:57:30', '23:00:00'],
  ['* * * * *', '23:18:29', '23:18:00'],
  ['* * * * *', '23:18:30', '23:19:00'],
])('with "%s" a run that starts at %s counts for %s', (cron, startedAt, dueAt) => {
  const at = (time: string): number => Date.parse(`2026-03-02T${time}Z`);
  expect(dueTimeAt({ cron, timeZone: null }, at(startedAt))?.dueAtMs).toBe(at(dueAt));
});
