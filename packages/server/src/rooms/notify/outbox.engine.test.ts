import { afterEach, beforeAll, afterAll, expect, test } from 'vitest';
import { channelsOf } from './_channels.ts';
import { beginNights, failed, type Nights, well } from './_outbox.ts';
import { type SmtpStandIn, startSmtpServer } from './_smtp-server.ts';

const address = 'data@example.com';
let smtp: SmtpStandIn;
let nights: Nights;
beforeAll(async () => void (smtp = await startSmtpServer()));
afterAll(() => smtp[Symbol.asyncDispose]());
afterEach(async () => {
  smtp.set('take');
  smtp.taken.length = 0;
  await nights[Symbol.asyncDispose]();
});

const channels = () =>
  channelsOf([
    {
      name: 'mail',
      kind: 'email',
      host: '127.0.0.1',
      port: smtp.port,
      security: 'none',
      from: 'Sightglass <sightglass@example.com>',
      to: [{ address }],
      timeoutSeconds: 5,
    },
  ]);
const begin = async (): Promise<void> => void (nights = await beginNights(channels()));

test('case 4 and 41: an incident is one thread of one subject, and has exactly one all-clear, also after restarts', async () => {
  await begin();
  await nights.tell(failed('orders'));
  nights.after(4 * 3_600_000);
  await nights.tell(failed('orders'));
  await nights.restart();
  await nights.tell(well('orders'));
  for (let times = 0; times < 3; times += 1) {
    await nights.restart();
    nights.after(60_000);
    await nights.tell(well('orders'));
  }
  const mails = smtp.taken.map(({ parsed }) => parsed);
  expect(mails.map(({ subject }) => subject)).toEqual(Array(3).fill('[P2] orders failed at load · INC-1'));
  expect(new Set(mails.map(({ references }) => String(references))).size).toBe(1);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(3);
  expect(mails.map(({ text }) => text?.split('\n')[0])).toEqual([
    'Not usable: orders failed at load: could not extend file.',
    'Not usable: orders failed at load: could not extend file.',
    expect.stringMatching(
      /^Usable again: orders failed at load, but that is over\. It began at 05:00 UTC and lasted 4 h/u,
    ),
  ]);
  expect((await nights.notifications()).map(({ kind, status }) => `${kind} ${status}`)).toEqual([
    'opened accepted',
    'reminder accepted',
    'resolved accepted',
  ]);
  await nights.tell(failed('stock'));
  expect(String(smtp.taken.at(-1)?.parsed.references)).not.toBe(String(mails[0]?.references));
});

test('what is over before it could be sent is told to nobody', async () => {
  await begin();
  smtp.set('busy');
  await nights.tell(failed('orders'));
  await nights.tell(well('orders'));
  smtp.set('take');
  nights.after(3_600_000);
  await nights.send();
  expect(smtp.taken).toEqual([]);
  expect(await nights.notifications()).toMatchObject([
    { kind: 'opened', status: 'withdrawn', why: 'it was over before anybody could be told' },
    { kind: 'resolved', status: 'withdrawn', why: 'it was over before anybody could be told' },
  ]);
});

test('case 33, of mail: cut after the message, before the answer: sent again as the same message, byte by byte', async () => {
  await begin();
  smtp.set('cut');
  await nights.tell(failed('orders'));
  expect(await nights.deliveries()).toMatchObject([{ outcome: 'uncertain' }]);
  smtp.set('take');
  nights.after(6_000);
  await nights.send();
  nights.after(3_600_000 / 2);
  await nights.send();
  expect(smtp.taken).toHaveLength(2);
  expect(smtp.taken[1]?.raw).toBe(smtp.taken[0]?.raw);
  // That it may have arrived is enough to be told of the end.
  await nights.tell(well('orders'));
  expect(smtp.taken).toHaveLength(3);
});

test('a server that is busy is tried again, one that refuses is not; what it said is kept', async () => {
  await begin();
  smtp.set('busy');
  await nights.tell(failed('orders'));
  nights.after(6_000);
  await nights.send();
  smtp.set('unknown-mailbox');
  nights.after(16_000);
  await nights.send();
  nights.after(3_600_000);
  await nights.send();
  expect(await nights.deliveries()).toMatchObject([
    { outcome: 'failed', answer: '451 4.3.0 try again later' },
    { outcome: 'failed' },
    { outcome: 'refused', answer: expect.stringContaining('550 5.1.1 no such mailbox here') },
  ]);
  expect(await nights.notifications()).toMatchObject([{ status: 'dead', attempts: 3 }]);
});
