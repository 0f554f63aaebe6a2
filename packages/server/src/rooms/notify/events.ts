import { messageOf, type OwnTelemetry } from '../../events/own-telemetry.ts';

export const notifyEvents = ({ log, counter }: OwnTelemetry) => {
  const attempts = counter('sightglass_notifications_total', 'Attempts to send a notification', ['channel', 'outcome']);
  return {
    tried(channel: string, outcome: string): void {
      attempts.inc({ channel, outcome });
    },
    refused(channel: string, answer: string): void {
      log('warn', `A message on channel "${channel}" is not tried any more: ${answer}`);
    },
    notSent(error: unknown): void {
      log('warn', `Messages could not be sent; they wait for the next attempt: ${messageOf(error)}`);
    },
    noHeartbeat(reason: string): void {
      log('warn', `The heartbeat is not sent: ${reason}`);
    },
  };
};
export type NotifyEvents = ReturnType<typeof notifyEvents>;
