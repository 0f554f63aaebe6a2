import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailChannel } from '../config.ts';
import type { SentMessage } from '../outbox/outcome.ts';

/** What a mail is made of. */
export interface MailParts {
  readonly key: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** `inc-12`: all messages with it are one thread. */
  readonly thread: string;
  /** Of this installation, so that INC-12 of another one is another thread. */
  readonly mark: string;
  readonly atMs: number;
}

/** Builds the message: the same bytes for the same parts, so that a repetition is one. */
export const composeMail = async (
  { from, replyTo }: Pick<MailChannel, 'from' | 'replyTo'>,
  { key, to, subject, text, html, thread, mark, atMs }: MailParts,
): Promise<SentMessage> => {
  const domain = domainOf(from);
  const own = createHash('sha256').update(`${mark} ${key}`).digest('hex').slice(0, 16);
  const messageId = `<${thread}.${own}.${mark}@${domain}>`;
  const root = `<${thread}.${mark}@${domain}>`;
  const composer = new MailComposer({
    from,
    ...(replyTo !== undefined && { replyTo }),
    to,
    subject,
    messageId,
    inReplyTo: root,
    references: root,
    date: new Date(atMs),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    text,
    html,
    textEncoding: 'quoted-printable',
    baseBoundary: own,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const raw = await composer.compile().build();
  return { messageId, thread, subject, text, raw: raw.toString('utf8') };
};

/** `example.com` of `Sightglass <data@example.com>`. */
const domainOf = (from: string): string => /@([^\s<>@]+?)>?$/u.exec(from)?.[1] ?? 'localhost';
