import { deadlineProblem, readCron, timeZoneProblem } from '@sightglass/model/schedule';
import { z } from 'zod';
import { duration } from '../../config/duration.ts';
import type { Calendar } from '../../schedule/calendar.ts';
import { nextDueMs } from '../../schedule/due-times.ts';
import { checkPipelines } from './config-names.ts';

const name = z.string().min(1).max(300);

/** A text that is refused with what is wrong with it. */
const readable = (problemOf: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: `"${text}" cannot be read: ${problem}` });
  });

const schedule = readable((text) => readCron(text, 'UTC').problem);
const timeZone = readable(timeZoneProblem);
const deadline = readable(deadlineProblem);

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const businessDays = [1, 2, 3, 4, 5];
const everyDay = [0, 1, 2, 3, 4, 5, 6];

/** `2026-12-25`, or `12-25` for every year. */
const holiday = z
  .string({ error: ({ input }) => `"${String(input)}" is not a day; write it like 2026-12-25` })
  .refine(isDay, {
    error: ({ input }) => `"${String(input)}" is not a day; write one like 2026-12-25, or 12-25 for every year`,
  });

function isDay(text: string): boolean {
  const [, year = '2024', monthAndDay = ''] = /^(?:(\d{4})-)?(\d{2}-\d{2})$/u.exec(text) ?? [];
  const at = new Date(`${year}-${monthAndDay}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(`${year}-${monthAndDay}`);
}

const calendarShape = z.strictObject({
  days: z
    .union([z.literal('business'), z.array(z.enum(weekdays)).min(1)], {
      error: ({ input }) =>
        `${JSON.stringify(input)} is not a list of days; write business, or a list like [${weekdays.slice(1, 3).join(', ')}]`,
    })
    .optional()
    .describe('`business` for Monday to Friday, or a list of `mon` to `sun`; every day by default'),
  holidays: z.array(holiday).max(1_000).default([]),
});

/** Days on which nothing is due. `business` alone is Monday to Friday. */
const calendar = z
  .preprocess((given) => (given === 'business' ? { days: 'business' } : given), calendarShape)
  .transform(({ days, holidays }): Calendar => ({
    weekdays:
      days === undefined ? everyDay : days === 'business' ? businessDays : days.map((day) => weekdays.indexOf(day)),
    holidays,
  }));

const stage = z.strictObject({ name, deadline });

/** What is expected of a pipeline. Each setting stands over what its telemetry declares; what is absent is as declared. */
const pipelineShape = z
  .strictObject({
    name,
    namespace: name.default('default'),
    schedule: schedule.optional(),
    timeZone: timeZone.optional(),
    deadline: deadline.optional(),
    grace: duration(0, 86_400_000).optional(),
    calendar: calendar.optional(),
    owner: z.string().min(1).max(300).optional(),
    criticality: z.enum(['low', 'medium', 'high', 'critical']).optional(),
    empty: z.enum(['legal', 'suspicious']).optional(),
    dependsOn: z.array(name).max(50).default([]),
    stages: z.array(stage).max(200).default([]),
  })
  .superRefine(({ schedule: cron, timeZone: zone = null, calendar: days }, context) => {
    if (cron === undefined || days === undefined) return;
    if (nextDueMs({ cron, timeZone: zone, calendar: days }, Date.now()) === undefined)
      context.addIssue({
        code: 'custom',
        path: ['calendar'],
        message: `no day of "${cron}" is left; is it due on other days?`,
      });
  });

const mostPipelines = 2_000;

export const pipelineSettings = {
  pipelines: z
    .array(pipelineShape)
    .max(mostPipelines)
    .default([])
    .superRefine(checkPipelines)
    .describe('when pipelines are due, by when their data must be there, whose they are and what they depend on'),
};

export type PipelineConfig = z.output<typeof pipelineShape>;
