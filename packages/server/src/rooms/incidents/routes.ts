import { alertList, incidentDetail, incidentList, incidentListQuery } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { reads } from '../../access/needs.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import { narrowingOf } from './narrowing.ts';
import { noSuchIncident } from './no-such-incident.ts';
import { aboutOpen, alertItem, incidentItem, timelineEntry } from './shown-incident.ts';
import type { SeenIncidents } from './store-part.ts';

const mostAlerts = 1_000;
const mostAlertsOfIncident = 500;
const cursorParts = z.tuple([z.int(), z.int()]);

export const incidentRoutes =
  (incidents: SeenIncidents, receptionTime: () => ReceptionTime): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/incidents',
      {
        config: reads,
        schema: {
          summary: 'Incidents: open ones first, the gravest first; then the others, newest first',
          description: 'The sentence and the counts are about all that is open, whatever the filter.',
          querystring: incidentListQuery,
          response: { 200: incidentList },
        },
      },
      async ({ query: { cursor, limit, sort, order, ...filter } }) => {
        const received = receptionTime();
        const [rank, no] = cursor === undefined ? [] : decodeCursor(cursor, cursorParts);
        const after = rank === undefined || no === undefined ? undefined : { rank, no };
        const [listed, open, times] = await Promise.all([
          incidents.list({ ...narrowingOf(filter), since: sort === 'since' ? order : undefined, limit, after }),
          incidents.open(),
          incidents.times(),
        ]);
        const shown = listed.slice(0, limit);
        const last = shown.at(-1);
        return {
          items: shown.map(({ incident }) => incidentItem(incident, received.nowMs)),
          nextCursor: listed.length > limit && last ? encodeCursor([last.rank, last.incident.no]) : null,
          ...aboutOpen(open, times, received),
        };
      },
    );

    app.get(
      '/incidents/:no',
      {
        config: reads,
        schema: {
          summary: 'One incident: what happened, what is in it, and its timeline',
          params: incidentNo,
          response: { 200: incidentDetail },
        },
      },
      async ({ params: { no } }) => {
        const { nowMs } = receptionTime();
        const [incident, timeline, alerts] = await Promise.all([
          incidents.find(no),
          incidents.timeline(no),
          incidents.alertsOf(no),
        ]);
        if (incident === undefined) throw noSuchIncident(no);
        return {
          ...incidentItem(incident, nowMs),
          alerts: alerts.slice(0, mostAlertsOfIncident).map((alert) => alertItem(alert, nowMs)),
          alertCount: alerts.length,
          timeline: timeline.map((entry) => timelineEntry(entry, nowMs)),
        };
      },
    );

    app.get(
      '/alerts',
      {
        config: reads,
        schema: {
          summary: 'Alerts that are open: one for each rule and what it is about',
          response: { 200: alertList },
        },
      },
      async () => {
        const { nowMs } = receptionTime();
        const { alerts, total } = await incidents.openAlerts(mostAlerts);
        return { items: alerts.map((alert) => alertItem(alert, nowMs)), total };
      },
    );
    done();
  };

export const incidentNo = z.object({ no: z.coerce.number().int().min(1).max(2_147_483_647) });
