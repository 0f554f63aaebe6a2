import type { EstatePipeline } from '../catalogue/types.ts';
import type { Chance } from '../random.ts';
import { dayMs, dayOf, hourMs, isMonthEnd, weekdayOf } from '../times.ts';

/** How busy a pipeline is at a due time, held against an ordinary run of today: 1. */
export const busyness = (pipeline: EstatePipeline, anchorMs: number, dueMs: number, chance: Chance): number => {
  const { growth, weekend = 1, monthEnd = 1 } = pipeline;
  const grown = Math.max(0.5, 1 + (growth * (dueMs - anchorMs)) / (90 * dayMs));
  const isWeekend = weekdayOf(dueMs) === 0 || weekdayOf(dueMs) === 6;
  const calendar = (isWeekend ? weekend : 1) * (isMonthEnd(dueMs) ? monthEnd : 1);
  return grown * calendar * timeOfDay(pipeline, dueMs) * chance.between(0.95, 1.05);
};

/** What runs all day long has more to do in the afternoon than at night. */
const timeOfDay = ({ timetable }: EstatePipeline, dueMs: number): number => {
  if (!('everyMinutes' in timetable) || timetable.everyMinutes > 60) return 1;
  const hour = (dueMs - dayOf(dueMs)) / hourMs;
  return 1 + 0.45 * Math.sin(((hour - 9) / 24) * 2 * Math.PI);
};
