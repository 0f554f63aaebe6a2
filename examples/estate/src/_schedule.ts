import type { Calendar } from '../../../packages/server/src/schedule/calendar.ts';
import { nextDueMs } from '../../../packages/server/src/schedule/due-times.ts';
import type { EstatePipeline } from './catalogue/types.ts';

/** As the settings of the server have it. */
export const calendarOf = ({ holidays }: EstatePipeline): Calendar | null =>
  holidays === undefined ? null : { weekdays: [1, 2, 3, 4, 5], holidays };

/** When the server takes a pipeline to be due in (fromMs, untilMs]. */
export const nextDueTimes = (cron: string, calendar: Calendar | null, fromMs: number, untilMs: number): number[] => {
  const found: number[] = [];
  for (let atMs = fromMs; ;) {
    const dueMs = nextDueMs({ cron, timeZone: 'UTC', calendar }, atMs);
    if (dueMs === undefined || dueMs > untilMs) return found;
    found.push(dueMs);
    atMs = dueMs;
  }
};
