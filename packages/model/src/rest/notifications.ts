import { z } from 'zod';
import { severities, tellingKinds } from '../alerting/incidents/incident.ts';
import { notificationStates } from '../notify/outbox.ts';
import { cursor, instant, page, pageLimit, sentenceShape, words } from './common.ts';

/** One attempt to send. */
export const delivery = z.object({
  at: instant,
  channel: z.string().describe('Whose server was tried: that of the channel, or of its fallback'),
  ms: z.int().describe('How long it took, in ms'),
  outcome: z
    .enum(['accepted', 'failed', 'refused', 'uncertain'])
    .describe('`uncertain`: the message had left, and no answer came; it is sent again as the same message'),
  answer: z.string().describe('What the server answered, or what went wrong and what to do'),
});

/** Somebody is told something of an incident. */
export const notification = z.object({
  id: z.string(),
  incident: z.int(),
  at: instant.describe('When it was decided'),
  kind: z.enum(tellingKinds),
  reason: z.string(),
  severity: z.enum(severities),
  title: z.string(),
  channel: z.string(),
  target: z.string(),
  state: z
    .enum(notificationStates)
    .describe(
      '`accepted`: the next server took it, which is not that somebody has read it; `dead`: not tried any more; `withdrawn`: not needed any more',
    ),
  why: z.string().describe('Of one that is not accepted: why'),
  settledAt: instant.nullable(),
  nextAt: instant.nullable().describe('When it is tried next'),
  attempts: z.int(),
  subject: z.string().nullable(),
  text: z.string().nullable().describe('The message as plain text, once it is made'),
  deliveries: z.array(delivery).describe('Oldest first; the latest 20'),
});
export type NotificationItem = z.infer<typeof notification>;

/** `GET /api/v1/incidents/{no}/notifications`. */
export const incidentNotifications = z.object({
  ...sentenceShape,
  items: z.array(notification).describe('Oldest first; the latest 200. Those of the page are not among them'),
});
export type IncidentNotifications = z.infer<typeof incidentNotifications>;

export const notificationListQuery = z.object({
  channel: words.max(40).optional(),
  state: z.enum(notificationStates).optional(),
  limit: pageLimit(50),
  cursor: cursor.optional(),
});

/** `GET /api/v1/notifications`: newest first. */
export const notificationList = page(notification);
export type NotificationList = z.infer<typeof notificationList>;

/** One way to tell people. */
export const channel = z.object({
  name: z.string(),
  kind: z.literal('email'),
  server: z.string().describe('`smtp.example.com:587`'),
  security: z.enum(['tls', 'starttls', 'none']),
  from: z.string(),
  fallback: z.string().nullable(),
  recipients: z.int(),
  lastAcceptedAt: instant.nullable(),
  lastFailure: z
    .object({ at: instant, answer: z.string() })
    .nullable()
    .describe('Null where none was after the last success'),
  waiting: z.int(),
});
export const channelList = z.object({ items: z.array(channel) });
export type ChannelList = z.infer<typeof channelList>;

export const channelTestOrder = z.object({
  to: z.string().max(320).optional().describe('A recipient of the channel; the first by default'),
});

/** `POST /api/v1/channels/{name}/test`. */
export const channelTest = z.object({
  channel: z.string(),
  to: z.string(),
  ok: z.boolean().describe('The server took the message, which is not that somebody has read it'),
  answer: z.string().describe('What the server answered, or what went wrong and what to do'),
  steps: z
    .array(
      z.object({
        name: z.enum(['connect', 'certificate', 'sign-in', 'message']),
        ms: z.int(),
        words: z.string(),
      }),
    )
    .describe('Those that succeeded, in their order'),
});
export type ChannelTest = z.infer<typeof channelTest>;

/** `GET /api/v1/alerting/health`. */
export const alertingHealth = z.object({
  ok: z.boolean(),
  ...sentenceShape,
  decidedAt: instant.nullable(),
  waitingSince: instant.nullable().describe('Since when the oldest message waits'),
  channels: z.int(),
  untold: z.array(z.int()).describe('Open incidents of which no server has taken a message; their pages say why'),
});
export type AlertingHealth = z.infer<typeof alertingHealth>;
