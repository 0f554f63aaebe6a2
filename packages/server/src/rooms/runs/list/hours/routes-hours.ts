import { runFilterQuery, runHours } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { instantOf, readPeriod } from '../../../../http/instant.ts';
import { readHours } from './facts-hours.ts';
import { filterOf } from '../read-filter.ts';
import type { RunListParts } from '../routes-list.ts';
import { reads } from '../../../../access/needs.ts';

const usualDays = 91;

/** When in the week runs start. */
export const runHourRoutes =
  ({
    telemetry,
    plans,
    databases,
    receptionTime,
  }: Pick<RunListParts, 'telemetry' | 'plans' | 'databases' | 'receptionTime'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/run-hours',
      {
        config: reads,
        schema: {
          summary: 'In which hours of the week runs started, how many did not go well, and how long they took',
          description: `Of the last ${usualDays} days unless a range is given, of up to 400 days. Hours without runs are left out; the hour that clocks show twice in autumn counts as one.`,
          querystring: runFilterQuery,
          response: { 200: runHours },
        },
      },
      async ({ query }) => {
        const now = receptionTime();
        const { fromMs, toMs } = readPeriod(query, { usualDays, nowMs: now.nowMs });
        const { timeZone = 'UTC' } = query;
        const items = await readHours(
          telemetry,
          { ...filterOf(query, { plans, databases }), fromMs, toMs },
          timeZone,
          now,
        );
        return { timeZone, from: instantOf(fromMs), to: instantOf(toMs), items };
      },
    );
    done();
  };
