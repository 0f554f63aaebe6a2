import type { OpenRoom } from '../../room.ts';
import { notifyEvents } from './events.ts';
import { keepSending } from './loop-sender.ts';
import { createMailSender } from './mail/send.ts';

/** Sends what is noted for somebody. */
export const openNotify: OpenRoom = ({ config, stateOfAll: state, receptionTime, own }) => {
  const { channels, publicUrl } = config;
  const events = notifyEvents(own);
  const nowMs = () => receptionTime().nowMs;
  return {
    name: 'notify',
    start: () =>
      keepSending({
        state,
        channels: new Map(channels.map((channel) => [channel.name, channel])),
        senders: new Map(channels.map((channel) => [channel.name, createMailSender(channel, nowMs)])),
        publicUrl,
        nowMs,
        events,
      }),
  };
};
