import { randomUUID } from 'node:crypto';
import { covers, isOpenAlert } from '@sightglass/model/alerting';
import {
  silence,
  silenceEnding,
  type SilenceItem,
  silenceList,
  silenceMade,
  silenceOrder,
} from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { reads } from '../../../access/needs.ts';
import { invalidParameter, notFound, RequestError } from '../../../http/errors.ts';
import { instantOf } from '../../../http/instant.ts';
import { readJsonBodies } from '../../../http/json-bodies.ts';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { actorOf } from '../actor.ts';
import type { Incidents } from '../store.ts';
import type { Silences, StoredSilence } from './store-silences.ts';

export interface SilenceRouteParts {
  readonly silences: Silences;
  readonly incidents: Pick<Incidents, 'openAlerts'>;
  readonly receptionTime: () => ReceptionTime;
  /** Whoever asks sees all telemetry. */
  readonly isOfAll: boolean;
}

const mostAlerts = 100_000;
const mostCovered = 100;
const longestMs = 400 * 86_400_000;
const silenceId = z.object({ id: z.string().min(1).max(100) });

/** What nobody is told of for some time. */
export const silenceRoutes =
  ({ silences, incidents, receptionTime, isOfAll }: SilenceRouteParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.get(
      '/silences',
      { config: reads, schema: { summary: 'Silences: those that hold now first', response: { 200: silenceList } } },
      async () => {
        if (!isOfAll) throw ofEverybody();
        const { nowMs } = receptionTime();
        const items = (await silences.list()).map((one) => shown(one, nowMs));
        const ranks: readonly SilenceItem['state'][] = ['now', 'later', 'over'];
        return { items: ranks.flatMap((rank) => items.filter(({ state }) => state === rank)) };
      },
    );
    app.post(
      '/silences',
      {
        config: { need: 'incidents:act' },
        schema: {
          summary: 'Silences what fits until a time: nobody is told of it; alerts and incidents stay what they are',
          description: 'With `preview` nothing is stored, and the answer says what it would hold back now.',
          body: silenceOrder,
          response: { 200: silenceMade },
        },
      },
      async (request) => {
        if (!isOfAll) throw ofEverybody();
        const { nowMs } = receptionTime();
        const { where, why, preview, ...order } = request.body;
        const fromMs = order.from === undefined ? nowMs : Date.parse(order.from);
        const untilMs = Date.parse(order.until);
        if (untilMs <= Math.max(fromMs, nowMs))
          throw invalidParameter('until', 'The silence is over before it begins.');
        if (untilMs - fromMs > longestMs) throw invalidParameter('until', 'A silence lasts 400 days at most.');
        const { alerts } = await incidents.openAlerts(mostAlerts);
        const covered = alerts.filter((alert) => isOpenAlert(alert) && covers(where, alert));
        const found = {
          covers: covered.slice(0, mostCovered).map(({ subject, trouble }) => `${subject.name} ${trouble.words}`),
          total: covered.length,
        };
        if (preview) return { silence: null, ...found };
        const made = { id: randomUUID().slice(0, 8), where, fromMs, untilMs, by: actorOf(request, order.by), why };
        return request.together(async () => {
          await silences.add(made, nowMs);
          await request.record({ action: 'silence.add', target: made.id, after: made });
          return { silence: shown({ ...made, endedBy: null }, nowMs), ...found };
        });
      },
    );
    app.post(
      '/silences/:id/end',
      {
        config: { need: 'incidents:act' },
        schema: {
          summary: 'Ends a silence now: what is still in trouble is told at the next look',
          params: silenceId,
          body: silenceEnding,
          response: { 200: silence },
        },
      },
      async (request) => {
        if (!isOfAll) throw ofEverybody();
        const { nowMs } = receptionTime();
        const { id } = request.params;
        return request.together(async () => {
          const ended = await silences.end(id, actorOf(request, request.body.by), nowMs);
          if (ended === undefined) throw notFound(`No silence ${id} holds now or later.`);
          await request.record({ action: 'silence.end', target: id });
          return shown(ended, nowMs);
        });
      },
    );
    done();
  };

const shown = ({ id, where, fromMs, untilMs, by, why, endedBy }: StoredSilence, nowMs: number): SilenceItem => ({
  id,
  where: where as SilenceItem['where'],
  from: instantOf(fromMs),
  until: instantOf(untilMs),
  by,
  why,
  endedBy,
  state: untilMs <= nowMs ? 'over' : fromMs > nowMs ? 'later' : 'now',
});

const ofEverybody = (): RequestError =>
  new RequestError(
    'RIGHT_MISSING',
    403,
    'A silence may cover what is of other teams too, so only those make and see them who see everything: admins.',
  );
