import { writtenSentence } from '@sightglass/model';
import type { Incident } from '@sightglass/model/alerting';
import { toldSentence } from '@sightglass/model/notify';
import type { ChannelList, IncidentNotifications, NotificationItem } from '@sightglass/model/rest';
import type { MailChannel } from './config.ts';
import type { ChannelFigures, LoggedNotification } from './store-log.ts';

const isPending = (state: string): boolean => state === 'waiting' || state === 'retry' || state === 'sending';

export const notificationItem = (row: LoggedNotification): NotificationItem => ({
  id: row.key,
  incident: row.body.incidentNo,
  at: row.at.toISOString(),
  kind: row.body.kind,
  reason: row.body.reason,
  severity: row.body.severity,
  title: row.body.title,
  channel: row.body.channel,
  target: row.body.target,
  state: row.state,
  why: row.why,
  settledAt: row.settledAt?.toISOString() ?? null,
  nextAt: isPending(row.state) && row.attempts > 0 ? row.notBefore.toISOString() : null,
  attempts: row.attempts,
  subject: row.subject,
  text: row.text,
  deliveries: row.deliveries.map(({ at, channel, ms, outcome, answer }) => ({
    at: new Date(at).toISOString(),
    channel,
    ms,
    outcome,
    answer,
  })),
});

/** Who was told of an incident, and in one line whether anybody was. Pure. */
export const toldOf = (
  incident: Incident,
  newestFirst: readonly LoggedNotification[],
  channels: readonly MailChannel[],
  nowMs: number,
): IncidentNotifications => {
  const rows = newestFirst.toReversed();
  const sentence = toldSentence({
    incident,
    rows: rows.map(({ body, state, settledAt, why }) => ({
      target: body.target,
      kind: body.kind,
      state,
      settledAtMs: settledAt?.getTime() ?? null,
      why,
    })),
    channels: channels.map(({ name, to }) => ({ name, severities: to.flatMap(({ severities }) => severities) })),
  });
  const written = writtenSentence(sentence, nowMs);
  return {
    sentence: written.sentence,
    sentenceParts: [...written.sentenceParts],
    items: rows.map(notificationItem),
  };
};

export const channelItem = (
  { name, kind, host, port, security, from, fallback, to }: MailChannel,
  figures: ChannelFigures | undefined,
  waiting: number,
): ChannelList['items'][number] => {
  const { lastAcceptedAt = null, lastFailedAt = null, lastFailure = null } = figures ?? {};
  const isFailing = lastFailedAt !== null && (lastAcceptedAt === null || lastFailedAt > lastAcceptedAt);
  return {
    name,
    kind,
    server: `${host}:${port}`,
    security,
    from,
    fallback: fallback ?? null,
    recipients: to.length,
    lastAcceptedAt: lastAcceptedAt?.toISOString() ?? null,
    lastFailure: isFailing ? { at: lastFailedAt.toISOString(), answer: lastFailure ?? '' } : null,
    waiting,
  };
};
