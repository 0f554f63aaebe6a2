// What redaction finds, with npm openredaction beside it, and what it costs an insert, paired with the same insert without it, in CPU time.
//   node --conditions=@sightglass/source bench/redaction/redaction.ts [--rounds 7]
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OpenRedaction } from '@openredaction/core';
import { createRedactor, policyOf, privacySettings, type RedactionPolicy } from '@sightglass/model/redaction';
import { startOwnEngine } from '../../packages/server/src/engine/_own-engine.ts';
import { requestTables } from '../../packages/server/src/intake/message-table.ts';
import { redactBody } from '../../packages/server/src/intake/redact-body.ts';
import { checkWire } from '../../packages/server/src/intake/wire-check.ts';
import {
  type RedactionSql,
  redactionSql,
} from '../../packages/server/src/storage/telemetry/redaction/redaction-sql.ts';
import { segmentInsertSql } from '../../packages/server/src/storage/telemetry/segment/insert.ts';
import { encodeRequest, text } from '../../packages/server/src/wire/_sample.ts';
import { cpuSecondsOf, percentile } from '../_process.ts';
import { logsBody } from '../_records.ts';
import { accuracyOf } from './accuracy.ts';
import { negatives } from './negatives.ts';
import { positives } from './positives.ts';
import { randomOf } from './texts.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const rounds = Number(values.rounds);

const policyFor = (settings: object): RedactionPolicy => {
  const policy = policyOf(privacySettings.parse(settings));
  if (policy === undefined) throw new Error('The policy changes nothing.');
  return policy;
};
const standard = policyFor({ preset: 'standard' });
const all = policyFor({ preset: 'standard', countries: ['de', 'es', 'fr', 'it', 'nl', 'pl', 'uk', 'us'] });

const random = randomOf(2026);
const texts = [...positives(random), ...negatives(random)];
const redactor = createRedactor(all, String);
const peer = new OpenRedaction({ redactionMode: 'placeholder' });
const timed = async (finds: (text: string) => boolean | Promise<boolean>) => {
  const before = process.cpuUsage();
  const { recall, precision, byKind } = await accuracyOf(texts, finds);
  const { user, system } = process.cpuUsage(before);
  return { recall, precision, microsecondsOfATextInJavaScript: (user + system) / texts.length, byKind };
};
const accuracy = {
  sightglass: await timed((line) => redactor.text(line).hits.length > 0),
  openredaction: await timed(async (line) => (await peer.detect(line)).detections.length > 0),
};

await using test = await startOwnEngine();
const { telemetry, folder } = test;
const enginePid = test.engine.processId as number;
const records = 100_000;

/** One record of `every` holds a mail address. */
const bodyWith = (first: number, count: number, every: number): Uint8Array =>
  encodeRequest('logs', {
    resourceLogs: [
      {
        resource: { attributes: [{ key: 'service.name', value: text('etl') }] },
        scopeLogs: [
          {
            scope: { name: 'bench' },
            logRecords: Array.from({ length: count }, (_, index) => ({
              timeUnixNano: String(1_795_000_000_000_000_000n + BigInt(first + index)),
              severityNumber: 9,
              body: text(
                `row ${first + index} loaded from file flights-${index % 31}.csv${index % every === 0 ? ' for anna@example.com' : ''}`,
              ),
              attributes: [
                { key: 'pipeline.run.id', value: text(`run-${index % 50}`) },
                { key: 'row', value: { intValue: String(index) } },
              ],
            })),
          },
        ],
      },
    ],
  });

const segmentOf = async (
  name: string,
  body: (first: number, count: number) => Uint8Array,
  count = records,
): Promise<string> => {
  const file = join(folder, `${name}.seg`);
  const size = Math.min(500, count);
  await writeFile(file, Buffer.concat(Array.from({ length: count / size }, (_, at) => body(at * size, size))));
  return file;
};
const kinds = checkWire(logsBody(0, 1), requestTables.logs).valueKinds;
let inserts = 0;
const cpuOf = async (file: string, redaction: RedactionSql | undefined): Promise<number> => {
  const sql = segmentInsertSql({
    signal: 'logs',
    eventKinds: 0,
    segmentId: `bench-${(inserts += 1)}`,
    receivedAt: new Date(),
    valueKinds: kinds,
    source: { file },
    redaction,
  });
  const before = cpuSecondsOf(enginePid);
  await telemetry.execute(sql);
  return cpuSecondsOf(enginePid) - before;
};
const median = (numbers: readonly number[]): number =>
  percentile(
    numbers.toSorted((a, b) => a - b),
    0.5,
  );

/** Median of what redaction adds, on and off in turn. */
const addedBy = async (file: string, redaction: RedactionSql) => {
  const off: number[] = [];
  const added: number[] = [];
  for (let round = -2; round < rounds; round += 1) {
    const without = await cpuOf(file, undefined);
    const more = (await cpuOf(file, redaction)) - without;
    if (round < 0) continue;
    off.push(without);
    added.push(more);
  }
  return { off: median(off), added: median(added) };
};

const perRecord = async (file: string, redaction: RedactionSql) => {
  const { off, added } = await addedBy(file, redaction);
  return { offMicroseconds: (off * 1e6) / records, addedMicroseconds: (added * 1e6) / records };
};
const whole = { standard: redactionSql(standard, 'key of the bench'), all: redactionSql(all, 'key of the bench') };
/** As segments are inserted in which nothing was found, and those with something in records alone. */
const clean: RedactionSql = { ...whole.standard, cleanParts: ['scope', 'record'] };
const cleanScopes: RedactionSql = { ...whole.standard, cleanParts: ['scope'] };
await telemetry.execute('SYSTEM STOP MERGES logs');
const plain = await segmentOf('plain', logsBody);
const some = await segmentOf('some', (first, count) => bodyWith(first, count, 100));
const small = await segmentOf('small', logsBody, 100);
const smallBy = async (redaction: RedactionSql) => {
  const { off, added } = await addedBy(small, redaction);
  return { off: off * 1e3, added: added * 1e3 };
};
const strictBody = logsBody(0, 500);
const cpuOfStrict = (): number => {
  const before = process.cpuUsage();
  for (let round = 0; round < 40; round += 1) redactBody('logs', strictBody, redactor);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (40 * 500);
};
cpuOfStrict();
const cost = {
  perRecord: {
    clean: await perRecord(plain, clean),
    standard: await perRecord(plain, whole.standard),
    allCountries: await perRecord(plain, whole.all),
    oneInAHundredRedacted: await perRecord(some, cleanScopes),
  },
  smallInsertMs: {
    clean: await smallBy(clean),
    inRecords: await smallBy(cleanScopes),
    whole: await smallBy(whole.standard),
  },
  strictMicrosecondsPerRecord: cpuOfStrict(),
};
console.log(JSON.stringify({ accuracy, cost }, null, 2));
