import { pipelineCalendar, pipelineCalendarQuery, words } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { noSuchPipeline } from '../../../http/errors.ts';
import { readPeriod } from '../../../http/instant.ts';
import type { Plans } from '../../../plans/plans.ts';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { monthsKeptSinceMs } from '../../../storage/telemetry/retention/expired.ts';
import { usualGraceMs } from '../due-runs.ts';
import { nothingDeclared } from '../plan-view.ts';
import { calendarDays, type Gap, wholeDays } from './calendar-days.ts';
import { keyOf, type PipelineMemory } from '../known/memory.ts';
import { type ReadPipeline, viewOf } from '../known/read-pipeline.ts';
import { runMarkOf } from '../../runs/judged-run.ts';
import { type JudgedIds, type Named, readBefore, readDays } from './facts-days.ts';
import { wasDueIn } from './was-due.ts';
import { reads } from '../../../access/needs.ts';

export interface CalendarParts {
  readonly telemetry: TelemetryClient;
  readonly memory: Pick<PipelineMemory, 'current'>;
  readonly plans: Pick<Plans, 'of' | 'ofRun'>;
  readonly receptionTime: () => ReceptionTime;
  /** Days for which runs are kept. */
  readonly runDays: number;
}

const usualDays = 182;

/** How a pipeline went, day by day. */
export const calendarRoutes =
  ({ telemetry, memory, plans, receptionTime, runDays }: CalendarParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const params = z.object({ namespace: words, name: words });
    app.get(
      '/pipelines/:namespace/:name/calendar',
      {
        config: reads,
        schema: {
          summary: 'The runs of a pipeline by day, and the worst of each day',
          description: `Of the last ${usualDays} days unless a range is given, of up to 400 days. A day counts whole, also where the range begins or ends within it.`,
          params,
          querystring: pipelineCalendarQuery,
          response: { 200: pipelineCalendar },
        },
      },
      async ({ params: named, query }) => {
        const now = receptionTime();
        const { timeZone } = query;
        const period = readPeriod(query, { usualDays, nowMs: now.nowMs });
        const whole = wholeDays(timeZone, period);
        const known = await memory.current();
        const judged = judgedIds(known.get(keyOf(named.namespace, named.name)), now);
        const [rows, before] = await Promise.all([
          readDays(telemetry, named, whole, now, judged),
          readBefore(telemetry, named, whole.fromMs),
        ]);
        if (before.firstDayMs === null && plans.of(named) === undefined)
          throw noSuchPipeline(named.namespace, named.name);
        return {
          timeZone,
          days: calendarDays(rows, whole, {
            keptSinceMs: monthsKeptSinceMs(runDays, now.nowMs),
            firstMs: before.firstDayMs,
            lastBeforeMs: before.lastMs === 0 ? undefined : before.lastMs,
            declaredBefore: before,
            wasDue: wasDue(named, plans, now),
          }),
        };
      },
    );
    done();
  };

/** The newest runs by their verdicts, as all pages show them. */
const judgedIds = (read: ReadPipeline | undefined, now: ReceptionTime): JudgedIds => {
  const marks = (read?.runs ?? []).map((known) => {
    if ('mark' in known) return known.mark;
    const { run } = viewOf(known, now);
    return runMarkOf(run, read?.usualBefore(run) ?? null);
  });
  const succeeded = marks.filter(({ state }) => state === 'succeeded');
  return {
    all: succeeded.map(({ runId }) => runId),
    doubtful: succeeded.filter(({ verdict: { id } }) => id === 'yes-but' || id === 'no').map(({ runId }) => runId),
  };
};

/** By the schedule that was in force then: a configured one stands over a declared one. */
const wasDue =
  ({ namespace, name }: Named, plans: Pick<Plans, 'ofRun'>, { receivedUntilMs }: ReceptionTime) =>
  (gap: Gap): boolean => {
    const { schedule, timeZone, calendar, graceMs } = plans.ofRun({
      ...nothingDeclared,
      namespace,
      pipeline: name,
      startedAtMs: gap.fromMs,
      schedule: gap.declared.schedule || null,
      timeZone: gap.declared.timeZone || null,
    });
    if (schedule === null || schedule === '') return false;
    return wasDueIn(gap, { cron: schedule, timeZone, calendar }, receivedUntilMs - (graceMs ?? usualGraceMs));
  };
