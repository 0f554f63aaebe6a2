import { randomUUID } from 'node:crypto';
import { mailHtml, mailText } from '@sightglass/model/notify';
import type { ChannelTest } from '@sightglass/model/rest';
import type { MailChannel } from './config.ts';
import { composeMail } from './mail/compose.ts';
import { createMailSender } from './mail/send.ts';
import { testTelling } from './test-message.ts';

export type ChannelTester = (channel: MailChannel, to: string) => Promise<ChannelTest>;

/** Sends a test message in the way any other is sent. */
export const createChannelTester =
  (publicUrl: string | undefined, nowMs: () => number): ChannelTester =>
  async (channel, to) => {
    const telling = testTelling(channel.name, publicUrl);
    const id = randomUUID();
    const { raw } = await composeMail(channel, {
      key: id,
      to,
      subject: 'Test message of Sightglass',
      text: mailText(telling),
      html: mailHtml(telling),
      thread: 'test',
      mark: id.slice(0, 8),
      atMs: nowMs(),
    });
    const { outcome, answer, steps } = await createMailSender(channel, nowMs).send(to, raw ?? '');
    return { channel: channel.name, to, ok: outcome === 'accepted', answer, steps: [...steps] };
  };
