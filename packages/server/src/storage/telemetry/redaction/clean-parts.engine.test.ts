import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { policyOf, privacySettings } from '@sightglass/model/redaction';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { everyEventKind } from '../../../wire/event-kinds.ts';
import { logsRequest, metricsRequest, spansRequest, text } from '../../../wire/_sample.ts';
import { everyKind } from '../../../wire/value-kinds.ts';
import { insertSegmentFile } from '../insert-segment.ts';
import { insertAsClean, isNotClean } from './clean-parts.ts';
import { redactorOf } from './open-redaction.ts';
import { type RedactionSql, redactionSql } from './redaction-sql.ts';

let engine: TestEngine;
beforeAll(async () => void (engine = await startTestEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

const policy = policyOf(privacySettings.parse({ preset: 'standard' }));
if (policy === undefined) throw new Error('The policy of the test changes nothing.');
const sql = redactionSql(policy, '');
const mail = 'anna@example.com';
const clean = { body: text('row 1 loaded') };
const inRecord = { body: text(`to ${mail}`) };
const ids = { traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8, 1) };
const span = { ...ids, name: 'load', status: { message: `of ${mail}` } };
const point = (of: string) => ({
  name: 'm',
  gauge: { dataPoints: [{ asDouble: 1, attributes: [{ key: 'of', value: text(of) }] }] },
});
const cleanParts = ['scope', 'record'] as const;

it.each([
  ['a record', 'logs', logsRequest([clean, inRecord])],
  ['a resource', 'logs', logsRequest([clean], { owner: mail })],
  ['a span', 'traces', spansRequest([span])],
  ['a point', 'metrics', metricsRequest([point(mail)])],
] as const)('nothing of a segment is stored as clean that has something in %s', async (_name, signal, body) => {
  const before = await stored();
  await expect(engine.insert(signal, [body], { redaction: { ...sql, cleanParts } })).rejects.toSatisfy(isNotClean);
  expect(await stored()).toEqual(before);
});

const stored = () =>
  engine.telemetry.rows<{ rows: number }>(
    'SELECT (SELECT count() FROM logs) + (SELECT count() FROM spans) + (SELECT count() FROM metric_points) AS rows',
  );

it('a segment is stored once and redacted, however little was expected in it', async () => {
  const redaction = { policy, hashKey: '', redactor: redactorOf(policy, ''), sql };
  const insert = insertSegmentFile(engine.telemetry, () => {}, redaction);
  const bodies = {
    'clean-1': logsRequest([{ body: text('in clean-1') }]),
    'scope-1': logsRequest([{ body: text('in scope-1') }], { owner: mail }),
    'record-1': logsRequest([{ body: text('in record-1') }, { body: text(`in record-1 for ${mail}`) }]),
    'clean-2': logsRequest([{ body: text('in clean-2') }]),
  };
  for (const [id, body] of [...Object.entries(bodies), ['record-1', bodies['record-1']] as const]) {
    const path = join(engine.folder, `${id}.seg`);
    await writeFile(path, body);
    const segment = {
      id,
      signal: 'logs',
      lane: 'logs',
      path,
      createdAt: new Date(),
      valueKinds: everyKind,
      eventKinds: everyEventKind,
    } as const;
    expect(await insert(segment)).toEqual({ kind: 'inserted' });
  }
  const rows = await engine.telemetry.rows<{ Body: string; owner: string }>(
    "SELECT Body, ResourceAttributes['owner'] AS owner FROM logs WHERE Body LIKE 'in %' ORDER BY Body",
  );
  expect(rows).toEqual([
    { Body: 'in clean-1', owner: '' },
    { Body: 'in clean-2', owner: '' },
    { Body: 'in record-1', owner: '' },
    { Body: 'in record-1 for [redacted:mail]', owner: '' },
    { Body: 'in scope-1', owner: '[redacted:mail]' },
  ]);
});

it('begins with what was enough before, and tries less of it now and then', async () => {
  const needs = { logs: 1 };
  const tried: number[] = [];
  const partsOf = ({ cleanParts: parts = [] }: RedactionSql): number => 2 - parts.length;
  const insert = insertAsClean(sql);
  const once = () =>
    insert('logs', async (variant) => {
      tried.push(partsOf(variant));
      if (partsOf(variant) < needs.logs) throw Object.assign(new Error('not clean'), { code: '395' });
    });
  for (let count = 0; count < 34; count += 1) await once();
  expect(tried).toEqual([0, ...Array.from({ length: 33 }, () => 1), 0, 1]);
  needs.logs = 0;
  tried.length = 0;
  for (let count = 0; count < 34; count += 1) await once();
  expect(tried.slice(-2)).toEqual([0, 0]);
  const refused = insert('traces', () => Promise.reject(Object.assign(new Error('full'), { code: '243' })));
  await expect(refused).rejects.toThrow('full');
});
