import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { channelsOf } from './_channels.ts';
import { beginNights, failed, type Nights, well } from './_outbox.ts';
import { type SmtpStandIn, startSmtpServer } from './_smtp-server.ts';
import { createHeartbeat } from './loop-heartbeat.ts';
import { readHealth } from './routes.ts';
import { scopeKey } from './outbox/scopes.ts';
import { toldOf } from './shown-notification.ts';
import { notifyLogIn } from './store-log.ts';
import { allReceivedAt } from '../../reception/reception-time.ts';

let smtp: SmtpStandIn;
let relay: SmtpStandIn;
let nights: Nights;
beforeAll(async () => void ([smtp, relay] = await Promise.all([startSmtpServer(), startSmtpServer()])));
afterAll(() => Promise.all([smtp[Symbol.asyncDispose](), relay[Symbol.asyncDispose]()]));
afterEach(async () => {
  for (const server of [smtp, relay]) {
    server.set('take');
    server.down(false);
    server.taken.length = 0;
  }
  await nights[Symbol.asyncDispose]();
});

const mailTo = (...addresses: string[]) =>
  channelsOf([
    { ...usual(smtp.port), name: 'mail', fallback: 'relay', to: addresses.map((address) => ({ address })) },
    { ...usual(relay.port), name: 'relay' },
  ]);
const usual = (port: number) =>
  ({
    kind: 'email',
    host: '127.0.0.1',
    port,
    security: 'none',
    from: 'sightglass@example.com',
    timeoutSeconds: 5,
  }) as const;
const told = async (no = 1) => {
  const log = notifyLogIn(nights.state);
  const incident = await log.incident(no);
  if (incident === undefined) throw new Error('no incident');
  return toldOf(incident, await log.list({ incidentNo: no, limit: 50 }), mailTo('a@example.com'), nights.nowMs());
};

test('case 39: while the mail server is down the fallback takes over in time; once it is back, each incident is told once', async () => {
  nights = await beginNights(mailTo('a@example.com'));
  smtp.down(true);
  await nights.tell(failed('orders'));
  expect((await told()).sentence).toMatch(/^Nobody has been told yet, and it is tried again: .*4\.3\.2/u);
  for (let seconds = 0; seconds < 5 * 60; seconds += 20) {
    nights.after(20_000);
    await nights.send();
  }
  expect(smtp.taken).toEqual([]);
  expect(relay.subjectsTo('a@example.com')).toEqual(['[P2] orders failed at load · INC-1']);
  expect((await told()).sentence).toMatch(
    /^Told: a@example\.com\. Their mail server took the last message .*not that somebody has read it/u,
  );
  smtp.down(false);
  nights.after(3_600_000);
  await nights.tell(well('orders'));
  expect(smtp.taken.map(({ parsed }) => parsed.text?.slice(0, 12))).toEqual(['Usable again']);
  expect(relay.taken).toHaveLength(1);
});

test('a mailbox that is refused has the fallback at once; when that refuses too, the incident says that nobody was told', async () => {
  nights = await beginNights(mailTo('a@example.com'));
  smtp.set('unknown-mailbox');
  relay.set('refuse');
  await nights.tell(failed('orders'));
  const { sentence, items } = await told();
  expect(sentence).toBe('Nobody was told: the message to a@example.com was refused: 554 5.7.1 message refused.');
  expect(items).toMatchObject([
    {
      state: 'dead',
      deliveries: [
        { channel: 'mail', outcome: 'refused' },
        { channel: 'relay', outcome: 'refused' },
      ],
    },
  ]);
});

test('who may not see all of an incident is told neither of it nor of its end', async () => {
  const scopes = new Map([[scopeKey('mail', 'b@example.com'), () => 'the team "finance" does not see all of it']]);
  nights = await beginNights(mailTo('a@example.com', 'b@example.com'), { scopes });
  await nights.tell(failed('orders'));
  await nights.tell(well('orders'));
  expect(smtp.taken.map(({ to }) => to)).toEqual(['a@example.com', 'a@example.com']);
  expect((await nights.notifications()).map(({ target, status }) => `${target} ${status}`).toSorted()).toEqual([
    'a@example.com accepted',
    'a@example.com accepted',
    'b@example.com withdrawn',
    'b@example.com withdrawn',
  ]);
});

test('who was told, and may not see all of it by now, is told of the end and of nothing else', async () => {
  let sees = true;
  const scopes = new Map([[scopeKey('mail', 'b@example.com'), () => (sees ? undefined : 'not all of it')]]);
  nights = await beginNights(mailTo('b@example.com'), { scopes });
  await nights.tell(failed('orders'));
  sees = false;
  nights.after(4 * 3_600_000);
  await nights.tell(failed('orders'));
  await nights.tell(well('orders'));
  expect(smtp.taken).toHaveLength(2);
  const { text, subject } = smtp.taken[1]?.parsed ?? {};
  expect(text).toMatch(/^Over: INC-1, of which you were told, is over\./u);
  expect(text).not.toContain('orders');
  expect(subject).toBe(smtp.taken[0]?.parsed.subject);
});

test('while it is not known what a recipient may see, it waits, and all others are told', async () => {
  const scopes = new Map([[scopeKey('mail', 'b@example.com'), 'not-known' as const]]);
  nights = await beginNights(mailTo('a@example.com', 'b@example.com'), { scopes });
  await nights.tell(failed('orders'));
  expect(smtp.taken.map(({ to }) => to)).toEqual(['a@example.com']);
  expect(await nights.notifications()).toMatchObject([{ status: 'accepted' }, { status: 'waiting' }]);
});

test('an incident that only waits, has no recipient, or no channel says why nobody was told', async () => {
  nights = await beginNights(mailTo('a@example.com'));
  nights.find(failed('orders'));
  await nights.tick();
  expect((await told()).sentence).toMatch(/^Nobody has been told yet: it waits a moment/u);
  const log = notifyLogIn(nights.state);
  const incident = await log.incident(1);
  if (incident === undefined) throw new Error('no incident');
  expect(toldOf(incident, [], [], nights.nowMs()).sentence).toMatch(/no channel is configured/u);
  const p3 = { ...incident, severity: 'P3', toldSeverity: 'P3' } as const;
  expect(toldOf(p3, [], mailTo('a@example.com'), nights.nowMs()).sentence).toMatch(
    /no recipient of any channel takes P3/u,
  );
});

test('the heartbeat is sent while trouble is judged and messages leave, and only then', async () => {
  const channels = mailTo('a@example.com');
  nights = await beginNights(channels);
  let beats = 0;
  const server: Server = createServer((_request, response) => {
    beats += 1;
    response.end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const skipped: string[] = [];
  const beat = createHeartbeat({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-part`,
    health: () =>
      readHealth({ log: notifyLogIn(nights.state), channels, receptionTime: () => allReceivedAt(nights.nowMs()) }),
    nowMs: nights.nowMs,
    events: { noHeartbeat: (reason) => void skipped.push(reason) },
  });
  expect(await beat()).toBe(false);
  await nights.tick();
  expect(await beat()).toBe(true);
  nights.after(4 * 60_000);
  expect([await beat(), await beat()]).toEqual([false, false]);
  smtp.down(true);
  relay.down(true);
  await nights.tell(failed('orders'));
  nights.after(11 * 60_000);
  await nights.tick();
  expect(await beat()).toBe(false);
  expect(beats).toBe(1);
  expect(skipped).toEqual(['Nothing has been judged yet.', expect.stringMatching(/^Nothing has been judged since/u)]);
  server.close();
});
