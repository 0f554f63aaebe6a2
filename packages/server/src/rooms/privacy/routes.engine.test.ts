import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../_api.ts';
import { keepCountViews } from '../../storage/telemetry/redaction/count-views.ts';
import { redactionSql } from '../../storage/telemetry/redaction/redaction-sql.ts';
import { policyOf, privacySettings } from '@sightglass/model/redaction';
import { logsRequest, text } from '../../wire/_sample.ts';

const settings = privacySettings.parse({ preset: 'standard', countries: ['us'], except: ['order.id'] });
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(undefined, { privacy: settings });
  await keepCountViews(api.engine.telemetry, true);
});
afterAll(async () => {
  await keepCountViews(api.engine.telemetry, false);
  await api[Symbol.asyncDispose]();
});

test('the policy is shown, with what it redacted', async () => {
  const policy = policyOf(settings);
  if (policy === undefined) throw new Error('The policy of the test changes nothing.');
  const body = logsRequest([{ body: text('a@example.com and b@example.com') }, { body: text('nothing') }]);
  await api.engine.insert('logs', [body], { redaction: redactionSql(policy, '') });
  const view = (await api.app.inject('/api/v1/privacy')).json<{ rules: { id: string }[] }>();
  expect(view).toMatchObject({ isOn: true, strict: false, fields: [], except: ['order.id'] });
  const byId = (id: string) => view.rules.find((rule) => rule.id === id);
  expect(byId('mail')).toMatchObject({ action: 'mask', found: 2, foundToday: 2 });
  expect(byId('us-ssn')).toMatchObject({ action: 'mask', country: 'us', found: 0 });
  expect(byId('nl-bsn')).toMatchObject({ action: null });
});

test('lines are tried without being stored', async () => {
  const answer = await api.app.inject({
    method: 'POST',
    url: '/api/v1/privacy/try',
    payload: { text: 'from a@example.com\nnothing' },
  });
  expect(answer.json()).toEqual({
    policy: 'own',
    lines: [
      { text: 'from [redacted:mail]', hits: ['mail'] },
      { text: 'nothing', hits: [] },
    ],
  });
});
