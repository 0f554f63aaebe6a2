import { defaultSettings } from '@sightglass/model/alerting';
import {
  alertingHealth,
  channelList,
  channelTest,
  incidentNotifications,
  notificationList,
} from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allReceivedAt } from '../../reception/reception-time.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { createTick } from '../incidents/loop.ts';
import { storedWorldIn } from '../incidents/world.ts';
import { beganMs, failed } from './_outbox.ts';
import { type SmtpStandIn, startSmtpServer } from './_smtp-server.ts';
import { recipientsOf } from './recipients.ts';

let nowMs = beganMs;
let smtp: SmtpStandIn;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtpServer();
  const channel = {
    name: 'mail',
    kind: 'email' as const,
    host: '127.0.0.1',
    port: smtp.port,
    security: 'none' as const,
    from: 'sightglass@example.com',
    to: [{ address: 'data@example.com' }],
  };
  api = await startTestApi(() => allReceivedAt(nowMs), { channels: [channel] });
  const tick = await createTick({
    world: storedWorldIn(api.state),
    lookAround: async () => ({ looks: [failed('orders')], blind: [], seeing: [] }),
    noteOccurrences: async () => {},
    settings: {
      ...defaultSettings,
      recipients: recipientsOf([{ name: 'mail', to: [{ address: 'data@example.com', severities: ['P2'] }] }] as never),
    },
    receptionTime: () => allReceivedAt(nowMs),
  });
  await tick();
  nowMs += 31_000;
  await tick();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await smtp[Symbol.asyncDispose]();
});

const get = async (path: string): Promise<unknown> => (await api.app.inject(`/api/v1/${path}`)).json();

test('an incident shows who is told of it, and in one line whether anybody was', async () => {
  const told = incidentNotifications.parse(await get('incidents/1/notifications'));
  expect(told).toMatchObject({
    sentence: 'Nobody has been told yet: the message is about to be sent.',
    items: [{ incident: 1, kind: 'opened', target: 'data@example.com', state: 'waiting', attempts: 0, text: null }],
  });
  expect(notificationList.parse(await get('notifications?limit=1'))).toMatchObject({
    items: told.items,
    nextCursor: null,
  });
  expect(notificationList.parse(await get('notifications?state=dead')).items).toEqual([]);
  expect(await get('incidents/99/notifications')).toMatchObject({ status: 404 });
  expect(alertingHealth.parse(await get('alerting/health'))).toMatchObject({ ok: true, channels: 1, untold: [1] });
});

test('a channel is tested by a real message to one of its recipients, and to nobody else', async () => {
  const post = (payload: object) => api.app.inject({ method: 'POST', url: '/api/v1/channels/mail/test', payload });
  const tested = channelTest.parse((await post({})).json());
  expect(tested).toMatchObject({ ok: true, to: 'data@example.com', answer: expect.stringContaining('queued') });
  expect(tested.steps.map(({ name }) => name)).toEqual(['connect', 'message']);
  expect(smtp.taken.at(-1)?.parsed.text).toMatch(
    /^Test: this message shows that Sightglass reaches you\. Nothing is wrong\./u,
  );
  expect((await post({ to: 'somebody@example.org' })).json()).toMatchObject({
    status: 400,
    detail: expect.stringContaining('is not a recipient of the channel "mail"'),
  });
  smtp.set('refuse');
  expect((await post({})).json()).toMatchObject({ ok: false, answer: expect.stringContaining('554 5.7.1') });
  expect(channelList.parse(await get('channels'))).toMatchObject({
    items: [{ name: 'mail', recipients: 1, waiting: 1 }],
  });
});
