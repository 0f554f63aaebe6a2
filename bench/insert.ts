// What a log record costs in the engine, part by part, in CPU µs: the reasons for decisions 6, 7 and 15.
//   node --conditions=@sightglass/source bench/insert.ts [--rounds 5]
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startOwnEngine } from '../packages/server/src/engine/_own-engine.ts';
import { requestTables } from '../packages/server/src/intake/message-table.ts';
import { checkWire } from '../packages/server/src/intake/wire-check.ts';
import { everyKind } from '../packages/server/src/wire/value-kinds.ts';
import { segmentInsertSql } from '../packages/server/src/storage/telemetry/segment/insert.ts';
import { cpuSecondsOf, percentile } from './_process.ts';
import { logsBody } from './_records.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);
const recordsPerSegment = 100_000;
const recordsPerBody = 500;

await using test = await startOwnEngine();
const { telemetry, folder } = test;
const enginePid = test.engine.processId as number;
const { valueKinds: ownKinds } = checkWire(logsBody(0, 1), requestTables.logs);

const segmentOf = async (records: number): Promise<string> => {
  const file = join(folder, `${records}.seg`);
  const bodies = Array.from({ length: records / recordsPerBody }, (_, index) =>
    logsBody(index * recordsPerBody, recordsPerBody),
  );
  await writeFile(file, Buffer.concat(bodies));
  return file;
};
const large = await segmentOf(recordsPerSegment);
const small = await segmentOf(recordsPerBody);

let inserts = 0;
const insertInto = (table: string, file: string, valueKinds: number): string =>
  segmentInsertSql({
    signal: 'logs',
    segmentId: `bench-${(inserts += 1)}`,
    receivedAt: new Date(),
    valueKinds,
    source: { file },
  }).replace(/^INSERT INTO \w+/u, `INSERT INTO ${table}`);

const cpuSeconds = async (sql: string): Promise<number> => {
  const before = cpuSecondsOf(enginePid);
  await telemetry.execute(sql);
  return cpuSecondsOf(enginePid) - before;
};

const median = async (sqlOf: () => string): Promise<number> => {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) seconds.push(await cpuSeconds(sqlOf()));
  return percentile(
    seconds.toSorted((a, b) => a - b),
    0.5,
  );
};

const microseconds = (seconds: number, records: number): number => Math.round((seconds / records) * 1e7) / 10;

const [created] = await telemetry.rows<{ sql: string }>(
  "SELECT create_table_query AS sql FROM system.tables WHERE name = 'logs'",
);
const createLogs = created?.sql ?? '';
const index = /, INDEX (\w+) .*? TYPE (?:text\(tokenizer = '\w+'\)|bloom_filter\([\d.]+\))(?: GRANULARITY \d+)?/g;
const attributeText = `, INDEX attribute_text arrayMap((key, value) -> concat(key, '=', value), mapKeys(LogAttributes), mapValues(LogAttributes)) TYPE text(tokenizer = 'array'), INDEX trace_id`;

const bodyText = `, INDEX body lower(Body) TYPE text(tokenizer = 'splitByNonAlpha'), INDEX trace_id`;

const variants: Readonly<Record<string, string>> = {
  'no indexes': createLogs.replaceAll(index, ''),
  'indexes as they are': createLogs,
  'indexes as they are, but none on words': createLogs.replaceAll(index, (all, name) =>
    name === 'body_words' ? '' : all,
  ),
  'words by text index': createLogs
    .replaceAll(index, (all, name) => (name === 'body_words' ? '' : all))
    .replace(', INDEX trace_id', bodyText),
  'attributes by text index': createLogs
    .replaceAll(index, (all, name) => (name === 'attribute_items' ? '' : all))
    .replace(', INDEX trace_id', attributeText),
};

const costs: Record<string, object> = {};
for (const [name, create] of Object.entries(variants)) {
  const table = `bench_${Object.keys(costs).length}`;
  await telemetry.execute(create.replace('CREATE TABLE default.logs', `CREATE TABLE ${table}`));
  await telemetry.execute(`SYSTEM STOP MERGES ${table}`);
  const insert = await median(() => insertInto(table, large, ownKinds));
  await telemetry.execute(`SYSTEM START MERGES ${table}`);
  const merge = await cpuSeconds(`OPTIMIZE TABLE ${table} FINAL`);
  costs[name] = {
    insertPerRecord: microseconds(insert, recordsPerSegment),
    onceMergedPerRecord: microseconds(merge, recordsPerSegment * rounds),
  };
  await telemetry.execute(`DROP TABLE ${table}`);
}

await telemetry.execute('CREATE TABLE bench_null AS logs ENGINE = Null');
const read = async (kinds: number): Promise<number> =>
  microseconds(await median(() => insertInto('bench_null', large, kinds)), recordsPerSegment);
const readPerRecord = { knownKinds: await read(ownKinds), anyKind: await read(everyKind) };
/** The ways of segments that may hold events: the views that fold them read what comes in there. */
const withViews = 'logs_with_events';
const withViewsOfRuns = 'logs_with_run_events';
const withViewsPerRecord = microseconds(await median(() => insertInto(withViews, large, ownKinds)), recordsPerSegment);
const milliseconds = async (kinds: number, table = 'logs'): Promise<number> =>
  Math.round((await median(() => insertInto(table, small, kinds))) * 1_000);
const smallInsertMs = {
  knownKinds: await milliseconds(ownKinds),
  anyKind: await milliseconds(everyKind),
  knownKindsWithViewsOfRuns: await milliseconds(ownKinds, withViewsOfRuns),
  knownKindsWithViews: await milliseconds(ownKinds, withViews),
};

console.log(JSON.stringify({ readPerRecord, indexes: costs, withViewsPerRecord, smallInsertMs }, null, 2));
