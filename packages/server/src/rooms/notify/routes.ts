import {
  alertingHealth,
  channelList,
  channelTest,
  channelTestOrder,
  incidentNotifications,
  notificationList,
  notificationListQuery,
} from '@sightglass/model/rest';
import { writtenSentence } from '@sightglass/model';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { reads } from '../../access/needs.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { invalidParameter, notFound } from '../../http/errors.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { VisiblePart } from '../../storage/telemetry/visible/visible-part.ts';
import { seesIncident } from '../incidents/facts-seen-by-part.ts';
import type { MailChannel } from './config.ts';
import { type Health, healthOf } from './health.ts';
import type { ChannelTester } from './test-channel.ts';
import { channelItem, notificationItem, toldOf } from './shown-notification.ts';
import type { NotifyLog } from './store-log.ts';

export interface NotifyRouteParts {
  readonly log: NotifyLog;
  readonly channels: readonly MailChannel[];
  readonly part: VisiblePart | undefined;
  readonly receptionTime: () => ReceptionTime;
  readonly testChannel: ChannelTester;
}

const mostOfIncident = 200;
const portion = 500;
const cursorParts = z.tuple([z.int()]);
const numberOf = z.object({ no: z.coerce.number().int().min(1).max(2_147_483_647) });

/** Whether trouble would be noticed now, and somebody told. */
export const readHealth = async ({
  log,
  channels,
  receptionTime,
}: Pick<NotifyRouteParts, 'log' | 'channels' | 'receptionTime'>): Promise<
  Health & { readonly decidedAt: Date | null; readonly waitingSince: Date | null }
> => {
  const { nowMs, receivedUntilMs } = receptionTime();
  const [decidedAt, waiting] = await Promise.all([log.decidedAt(), log.waiting()]);
  const named = new Set(channels.map(({ name }) => name));
  const since = waiting.filter(({ channel }) => named.has(channel)).map((one) => one.since.getTime());
  const waitingSinceMs = since.length === 0 ? null : Math.min(...since);
  const health = healthOf({
    decidedAtMs: decidedAt?.getTime() ?? null,
    receivedUntilMs,
    waitingSinceMs,
    channels: channels.length,
    nowMs,
  });
  return { ...health, decidedAt, waitingSince: waitingSinceMs === null ? null : new Date(waitingSinceMs) };
};

/** Who was told what, by which channel, and how that went. */
export const notifyRoutes =
  (parts: NotifyRouteParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const { log, channels, part, receptionTime } = parts;
    const isSeen = part === undefined ? () => true : seesIncident(part);

    app.get(
      '/incidents/:no/notifications',
      {
        config: reads,
        schema: {
          summary: 'Who was told of an incident, when and by what; if nobody, why not',
          params: numberOf,
          response: { 200: incidentNotifications },
        },
      },
      async ({ params: { no } }) => {
        const incident = await log.incident(no);
        if (incident === undefined || !isSeen(incident)) throw notFound(`There is no incident INC-${no}.`);
        const rows = await log.list({ incidentNo: no, limit: mostOfIncident });
        return toldOf(incident, rows, channels, receptionTime().nowMs);
      },
    );

    app.get(
      '/notifications',
      {
        config: reads,
        schema: {
          summary: 'Notifications of all incidents and how each attempt to send them went, newest first',
          querystring: notificationListQuery,
          response: { 200: notificationList },
        },
      },
      async ({ query: { channel, state, limit, cursor } }) => {
        let [beforePosition] = cursor === undefined ? [] : decodeCursor(cursor, cursorParts);
        const seen: Awaited<ReturnType<NotifyLog['list']>> = [];
        for (;;) {
          const rows = await log.list({ channel, state, beforePosition, limit: Math.max(limit + 1, portion) });
          seen.push(...rows.filter(isSeen));
          beforePosition = rows.at(-1)?.position;
          if (rows.length <= limit || seen.length > limit || beforePosition === undefined) break;
        }
        const shown = seen.slice(0, limit);
        const last = shown.at(-1);
        return {
          items: shown.map(notificationItem),
          nextCursor: seen.length > limit && last !== undefined ? encodeCursor([last.position]) : null,
        };
      },
    );

    app.get(
      '/alerting/health',
      {
        config: reads,
        schema: {
          summary: 'Whether trouble would be noticed now, and somebody told',
          response: { 200: alertingHealth },
        },
      },
      async () => {
        const [{ ok, sentence, decidedAt, waitingSince }, untold] = await Promise.all([
          readHealth(parts),
          log.untold(),
        ]);
        const written = writtenSentence(sentence, receptionTime().nowMs);
        return {
          ok,
          sentence: written.sentence,
          sentenceParts: [...written.sentenceParts],
          decidedAt: decidedAt?.toISOString() ?? null,
          waitingSince: waitingSince?.toISOString() ?? null,
          channels: channels.length,
          untold: untold.filter(isSeen).map(({ no }) => no),
        };
      },
    );
    void app.register(channelRoutes(parts));
    done();
  };

const channelRoutes =
  ({ log, channels, part, testChannel }: NotifyRouteParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.get(
      '/channels',
      {
        config: reads,
        schema: {
          summary: 'Ways to tell people, as they are configured, and how they work',
          description: 'Shown to those who see everything; for others the list is empty.',
          response: { 200: channelList },
        },
      },
      async () => {
        if (part !== undefined) return { items: [] };
        const [figures, waiting] = await Promise.all([log.figures(), log.waiting()]);
        return {
          items: channels.map((channel) =>
            channelItem(
              channel,
              figures.find((one) => one.channel === channel.name),
              waiting.find((one) => one.channel === channel.name)?.count ?? 0,
            ),
          ),
        };
      },
    );
    app.post(
      '/channels/:name/test',
      {
        config: { need: 'incidents:act' },
        schema: {
          summary: 'Sends a test message to a recipient of a channel, and answers how each step went',
          params: z.object({ name: z.string().min(1).max(40) }),
          body: channelTestOrder,
          response: { 200: channelTest },
        },
      },
      async (request) => {
        const { name } = request.params;
        const channel = part === undefined ? channels.find((one) => one.name === name) : undefined;
        if (channel === undefined) throw notFound(`There is no channel "${name}".`);
        const addresses = channel.to.map(({ address }) => address);
        const to = request.body.to ?? addresses[0];
        if (to === undefined || !addresses.includes(to))
          throw invalidParameter(
            'to',
            `is not a recipient of the channel "${name}"; add it under "to" in the configuration`,
          );
        const tested = await testChannel(channel, to);
        await request.record({ action: 'channel.test', target: name, after: { to, ok: tested.ok } });
        return tested;
      },
    );
    done();
  };
