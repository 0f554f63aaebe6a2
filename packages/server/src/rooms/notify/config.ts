import { severities } from '@sightglass/model/alerting';
import { timeZoneProblem } from '@sightglass/model/schedule';
import { isIP } from 'node:net';
import { z } from 'zod';
import { haveOwnNames } from '../../config/own-names.ts';
import { url } from '../../config/url.ts';

/** Anything that could begin another line of a message or of the conversation with the server is refused. */
const oneLine = z
  .string()
  .min(1)
  .max(320)
  .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'must be one line');

const address = oneLine.regex(/^[^\s<>()[\],;:\\"@]+@[^\s<>()[\],;:\\"@]+$/u, 'write an address like data@example.com');
/** `data@example.com`, or `Sightglass <data@example.com>`. */
const sender = oneLine.regex(
  /^(?:[^<>@,;"]*<[^\s<>()[\],;:\\"@]+@[^\s<>()[\],;:\\"@]+>|[^\s<>()[\],;:\\"@]+@[^\s<>()[\],;:\\"@]+)$/u,
  'write an address like data@example.com, or Sightglass <data@example.com>',
);

const recipient = z.strictObject({
  address: address.describe('One address; a list of addresses is more entries'),
  severities: z
    .array(z.enum(severities))
    .min(1)
    .default(['P1', 'P2'])
    .describe('Of how grave incidents this address gets mail'),
  team: z
    .string()
    .min(1)
    .optional()
    .describe('A team of the settings: only incidents of which its members see everything'),
  owners: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Only incidents with a pipeline of one of these owners; `*` is any text'),
});
export type MailRecipient = z.output<typeof recipient>;

const oauth2 = z.strictObject({
  tokenUrl: url('https', 'http').describe('Where tokens are given'),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1).optional().describe('`env:NAME`'),
  refreshToken: z
    .string()
    .min(1)
    .optional()
    .describe('`env:NAME`; without it the client itself signs in (client credentials)'),
  scope: z.string().min(1).optional().describe('Such as `https://outlook.office365.com/.default`'),
});

const usualPorts = { tls: 465, starttls: 587, none: 25 } as const;

const mailChannel = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/u, 'write small letters, digits and hyphens, such as mail'),
    kind: z.literal('email'),
    host: oneLine.describe('The mail server'),
    port: z.int().min(1).max(65_535).optional().describe('465, 587 or 25 by default, as `security` is'),
    security: z
      .enum(['tls', 'starttls', 'none'])
      .default('starttls')
      .describe(
        '`tls` from the beginning; `starttls`, which the server must offer; `none` on this machine alone, unless `insecureOk`',
      ),
    insecureOk: z.boolean().default(false).describe('Mail and password may go over the network unencrypted'),
    user: oneLine.optional(),
    password: z.string().min(1).optional().describe('`env:NAME`'),
    oauth2: oauth2.optional().describe('Instead of a password, for Microsoft 365 and Google'),
    ca: z.string().min(1).optional().describe('File with the certificate of an authority of your own, in PEM'),
    fingerprint: z
      .string()
      .regex(/^(?:[0-9a-f]{2}:){31}[0-9a-f]{2}$/iu, 'write the SHA-256 of the certificate as AB:CD:… with 32 pairs')
      .optional()
      .describe('SHA-256 of the one certificate that is trusted, whoever signed it'),
    from: sender,
    replyTo: address.optional(),
    to: z.array(recipient).max(200).default([]).describe('Who gets mail, and of what'),
    errors: z
      .enum(['full', 'class'])
      .default('full')
      .describe('`class` leaves out the words of errors, in which data of rows may be'),
    timeZone: z
      .string()
      .refine((zone) => timeZoneProblem(zone) === undefined, 'is not a time zone; write one like Europe/Berlin')
      .default('UTC')
      .describe('Zone of the times in messages'),
    fallback: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Another channel, which takes over after a minute (P1) or five without success, and at once when a message is refused',
      ),
    timeoutSeconds: z.int().min(1).max(120).default(30).describe('An attempt that takes longer is broken off'),
  })
  .transform((channel) => ({ ...channel, port: channel.port ?? usualPorts[channel.security] }))
  .superRefine(({ security, host, insecureOk, user, password, oauth2: tokens }, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (security === 'none' && !isThisMachine(host) && !insecureOk)
      refuse('security', 'sends mail unencrypted to another machine; use starttls or tls, or set insecureOk: true');
    if (password !== undefined && tokens !== undefined) refuse('oauth2', 'stands beside a password; give one of them');
    if ((password !== undefined || tokens !== undefined) && user === undefined) refuse('user', 'is needed to sign in');
    if (user !== undefined && password === undefined && tokens === undefined)
      refuse('password', 'is needed with a user; write password: env:NAME, or oauth2');
  });
export type MailChannel = z.output<typeof mailChannel>;

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

export const notifySettings = {
  publicUrl: url('http', 'https')
    .transform((text) => text.replace(/\/+$/u, ''))
    .optional()
    .meta({ description: 'where people reach the dashboard: for links in messages', unset: 'messages have no links' }),
  heartbeat: url('http', 'https').optional().meta({
    description:
      'URL that is fetched each minute while alerts are decided and messages leave: a watchdog elsewhere notices when that ends',
    unset: 'nothing is fetched',
  }),
  channels: z
    .array(mailChannel)
    .max(20)
    .default([])
    .refine(haveOwnNames, { error: 'two channels have the same `name:`; each needs its own' })
    .superRefine((channels, context) => {
      const names = new Set(channels.map(({ name }) => name));
      if (names.has('page'))
        context.addIssue({ code: 'custom', message: 'the channel `page` is always there; give yours another name' });
      channels.forEach(({ name, fallback }, at) => {
        if (fallback === undefined || (fallback !== name && names.has(fallback))) return;
        const message = fallback === name ? 'is the channel itself' : `"${fallback}" is not the name of a channel`;
        context.addIssue({ code: 'custom', path: [at, 'fallback'], message });
      });
    })
    .describe('how people are notified of incidents; without any, incidents are shown on their pages alone'),
};
