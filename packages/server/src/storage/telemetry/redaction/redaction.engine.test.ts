import { policyOf, privacySettings, type RedactionPolicy } from '@sightglass/model/redaction';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { times } from '../../../../../../test/times.ts';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { redactBody } from '../../../intake/redact-body.ts';
import { logRecordsOf } from '../../../wire/log-records.ts';
import { attributesOf, logsRequest, metricsRequest, spansRequest, text } from '../../../wire/_sample.ts';
import { quote } from '../literal.ts';
import { redactable } from './_redactable.ts';
import { keepCountViews, redactionCounts } from './count-views.ts';
import { redactorOf } from './open-redaction.ts';
import { redactionSql } from './redaction-sql.ts';

const key = 'a key of the test';
const policyFor = (settings: object): RedactionPolicy => {
  const policy = policyOf(privacySettings.parse(settings));
  if (policy === undefined) throw new Error('The policy of the test changes nothing.');
  return policy;
};
const countries = ['de', 'es', 'fr', 'it', 'nl', 'pl', 'uk', 'us'];
const policy = policyFor({
  preset: 'standard',
  countries,
  rules: { mail: 'hash' },
  fields: [{ keys: ['customer.name'], action: 'drop' }],
  except: ['order.id'],
});
const redaction = redactionSql(policy, key);

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
  await keepCountViews(engine.telemetry, true);
});
afterAll(async () => {
  await keepCountViews(engine.telemetry, false);
  await engine[Symbol.asyncDispose]();
});

const card = '4111 1111 1111 1111';
const ids = { traceId: Buffer.alloc(16, 0xab), spanId: Buffer.alloc(8, 0xcd) };
const attributes = [
  ...attributesOf({
    card,
    note: `paid by ${card}`,
    list: [card, 1],
    'customer.name': 'Anna',
    'order.id': '4242424242424242',
  }),
  { key: 'deep', value: { kvlistValue: { values: [{ key: 'card', value: { intValue: '4111111111111111' } }] } } },
];
const resource = { 'service.name': 'till', 'pipeline.name': 'import for anna@example.com', owner: card };

const everything = async (): Promise<string> => {
  const tables = await engine.telemetry.rows<{ name: string }>(
    'SELECT name FROM system.tables WHERE database = currentDatabase() AND total_rows > 0',
  );
  return JSON.stringify(await Promise.all(tables.map(({ name }) => engine.telemetry.rows(`SELECT * FROM ${name}`))));
};

test('nothing that the engine stores holds what the policy takes out, and what went is counted', async () => {
  const record = { body: text(`card ${card}`), severityText: card, eventName: `e ${card}`, attributes };
  const body = logsRequest([record, { body: text('nothing here') }], resource);
  await engine.insert('logs', [body], { redaction });
  const span = {
    ...ids,
    name: `pay ${card}`,
    traceState: `a=${card}`,
    status: { message: `refused ${card}`, code: 2 },
    attributes,
    events: [
      { name: 'first', attributes: [] },
      { name: `exception ${card}`, attributes: attributesOf({ 'exception.message': card, plain: 'stays' }) },
    ],
    links: [
      { ...ids, traceState: card, attributes },
      { ...ids, attributes: attributesOf({ second: card }) },
    ],
  };
  await engine.insert('traces', [spansRequest([span], resource)], { redaction });
  const dataPoints = [
    { asDouble: 1, attributes },
    { asDouble: 2, attributes: attributesOf({ a: 'b' }) },
  ];
  const metric = { name: `paid ${card}`, description: card, unit: card, gauge: { dataPoints } };
  await engine.insert('metrics', [metricsRequest([metric], resource)], { redaction });

  const stored = await everything();
  for (const gone of [/4111/u, /anna@/u, /Anna/u]) expect(stored).not.toMatch(gone);
  expect(stored.match(/4242424242424242/gu)).toHaveLength(4);
  const [shown] = logRecordsOf(body, redactorOf(policy, key));
  const [kept] = await engine.telemetry.rows<{ LogAttributes: object; ResourceAttributes: object; Body: string }>(
    "SELECT Body, LogAttributes, ResourceAttributes FROM logs WHERE Body != 'nothing here'",
  );
  expect(kept).toEqual({ Body: shown?.body, LogAttributes: shown?.attributes, ResourceAttributes: shown?.resource });
  expect(kept?.LogAttributes).toMatchObject({
    deep: '{"card":"[redacted:card]"}',
    list: '["[redacted:card]",1]',
    'sightglass.redacted': 'card=7,field=1',
  });
  const [spanKept] = await engine.telemetry.rows<Record<string, unknown>>('SELECT * FROM spans');
  expect(spanKept?.['Events.Attributes']).toEqual([{}, { 'exception.message': '[redacted:card]', plain: 'stays' }]);
  expect(spanKept?.['Links.Attributes']).toMatchObject([
    { 'order.id': '4242424242424242' },
    { second: '[redacted:card]' },
  ]);
  expect(await redactionCounts(engine.telemetry)).toMatchObject([
    { rule: 'card', found: 9 + 16 + 12 },
    { rule: 'field', found: 4 },
    { rule: 'mail', found: 5 },
  ]);
});

test('what is redacted before it is written is what the insert would have made of it', async () => {
  const record = { body: text(`card ${card}`), severityText: card, eventName: `e ${card}`, attributes };
  const body = logsRequest([record, { body: text('nothing here') }], resource);
  const redacted = redactBody('logs', body, redactorOf(policy, key));
  expect(Buffer.from(redacted ?? []).toString('latin1')).not.toMatch(/4111|anna@|Anna/u);
  expect(logRecordsOf(redacted ?? body)).toEqual(
    logRecordsOf(body, redactorOf(policy, key)).map((one) => ({ ...one, timestamp: expect.any(String) })),
  );
  expect(redactBody('logs', redacted ?? body, redactorOf(policy, key)), 'twice').toBeUndefined();
});

test('what is redacted before it is written holds nothing of what no table keeps either', () => {
  const exemplars = [{ asDouble: 1, timeUnixNano: '1', filteredAttributes: attributesOf({ note: card }) }];
  const metric = {
    name: 'rows',
    metadata: attributesOf({ note: card }),
    gauge: { dataPoints: [{ asDouble: 1, exemplars }] },
  };
  const redacted = redactBody('metrics', metricsRequest([metric]), redactorOf(policy, key));
  expect(redactBody('metrics', metricsRequest([{ name: card }]), redactorOf(policy, key))).toBeDefined();
  expect(Buffer.from(redacted ?? []).toString('latin1')).toMatch(/\[redacted:card\][^]*\[redacted:card\]/u);
  expect(Buffer.from(redacted ?? []).toString('latin1')).not.toMatch(/4111|sightglass\.redacted/u);
});

describe('SQL and JavaScript redact alike', () => {
  const policies = {
    'standard with ids of all countries': policyFor({ preset: 'standard', countries }),
    'hashes, drops, fields and exceptions': policyFor({
      preset: 'standard',
      countries: ['de', 'us'],
      rules: { mail: 'hash', iban: 'drop', phone: 'off' },
      fields: [
        { keys: ['customer.name', 'secret*'], action: 'hash' },
        { keys: ['gone?'], action: 'drop' },
      ],
      except: ['order.*'],
    }),
    'fields alone': policyFor({ fields: [{ keys: ['*name'] }] }),
  };

  const compare = async (own: RedactionPolicy): Promise<void> => {
    const sql = redactionSql(own, key);
    const redactor = redactorOf(own, key);
    const items = fc.sample(redactable, 300);
    const rows = items.map(({ kind, key: k, value }) => `(${quote(kind)}, ${quote(k)}, ${quote(value)})`);
    await engine.telemetry.execute(
      'CREATE OR REPLACE TABLE redacted (at UInt32, items String, hinted UInt8) ENGINE = Memory',
    );
    await engine.telemetry.execute(
      `INSERT INTO redacted SELECT number, toJSONString(${sql.items('[one.1]', '[one.2]', '[one.3]')}), ${sql.isCandidate(String.raw`concat('\n', one.2, '\n', one.3, '\n')`)}
       FROM (SELECT number, [${rows.join(', ')}][number + 1] AS one FROM numbers(${items.length})) SETTINGS ${sql.settings}`,
    );
    const answers = await engine.telemetry.rows<{ items: string; hinted: number }>(
      'SELECT items, hinted FROM redacted ORDER BY at',
    );
    await engine.telemetry.execute('DROP TABLE redacted');
    for (const [at, { kind, key: k, value }] of items.entries()) {
      const js = kind === 'text' ? { key: '', ...redactor.text(value) } : redactor.attribute(k, value);
      const [[sqlKey, text, hits, stays]] = JSON.parse(answers[at]?.items ?? '') as [
        [string, string, string[], number],
      ];
      const expected = {
        hits: [...js.hits],
        isDropped: js.isDropped,
        ...(js.isDropped ? {} : { key: js.key, text: js.text }),
      };
      const answered = { hits, isDropped: stays === 0, ...(stays === 0 ? {} : { key: sqlKey, text }) };
      expect({ of: { kind, k, value }, ...answered }).toEqual({ of: { kind, k, value }, ...expected });
      if (hits.length > 0) expect({ value, hinted: answers[at]?.hinted }).toEqual({ value, hinted: 1 });
    }
  };

  it.each(Object.entries(policies))('%s', async (_name, own) => {
    for (let round = 0; round < times(1); round += 1) await compare(own);
  });
});
