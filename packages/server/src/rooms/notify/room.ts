import { createPartFinder } from '../../storage/telemetry/visible/facts-part.ts';
import type { OpenRoom } from '../../room.ts';
import { notifyEvents } from './events.ts';
import { keepBeating } from './loop-heartbeat.ts';
import { keepForgetting, keepSending } from './outbox/loop-sender.ts';
import { createMailSender } from './mail/send.ts';
import { notifyRoutes, readHealth } from './routes.ts';
import { readScopes } from './outbox/scopes.ts';
import { notifyLogIn } from './store-log.ts';
import { withdrawOfOthers } from './outbox/store-outbox.ts';
import { createChannelTester } from './test-channel.ts';

/** Sends what is noted for somebody, and keeps how that went. */
export const openNotify: OpenRoom = (foundations) => {
  const { config, stateOfAll: state, access, telemetryOfAll, plans, receptionTime, own, part } = foundations;
  const { channels, publicUrl, heartbeat } = config;
  const events = notifyEvents(own);
  const nowMs = () => receptionTime().nowMs;
  const log = notifyLogIn(state);
  const shown = { log, channels, receptionTime };
  const findPart = createPartFinder(telemetryOfAll, plans.configured);
  const ownedBy = async (name: string) => (await access.teams.list()).find((team) => team.name === name);
  const sending = () =>
    keepSending({
      state,
      channels: new Map(channels.map((channel) => [channel.name, channel])),
      senders: new Map(channels.map((channel) => [channel.name, createMailSender(channel, nowMs)])),
      publicUrl,
      scopes: () => readScopes(channels, { ownedBy, findPart }),
      nowMs,
      events,
    });
  return {
    name: 'notify',
    routes: {
      about: 'Who was told of incidents, by which channel, and how that went',
      plugins: [notifyRoutes({ ...shown, part, testChannel: createChannelTester(publicUrl, nowMs) })],
    },
    start: async () => {
      await withdrawOfOthers(
        state.query,
        channels.map(({ name }) => name),
        new Date(nowMs()),
      );
      const started = new AsyncDisposableStack();
      started.use(keepForgetting(log, nowMs, events));
      if (channels.length > 0) started.use(sending());
      if (heartbeat !== undefined)
        started.use(keepBeating({ url: heartbeat, health: () => readHealth(shown), nowMs, events }));
      return started;
    },
  };
};
