// Intake → durable → queryable: OTLP logs over HTTP into a server, its peer JSONEachRow into the same engine and table.
//   node --conditions=@sightglass/source bench/intake.ts [--records 1000000]
import { parseArgs } from 'node:util';
import { startOwnEngine } from '../packages/server/src/engine/_own-engine.ts';
import {
  cpuSecondsOf,
  cpuSecondsOfTree,
  percentile,
  startBenchServer,
  type BenchServer,
  untilSettled,
} from './_process.ts';
import { logsBody, logsRow } from './_records.ts';
import { createSender, untilQueryable } from './_send.ts';

const { values } = parseArgs({ options: { records: { type: 'string', default: '1000000' } } });
const records = Number(values.records);
const recordsPerBody = 500;
const warmUpRecords = 200_000;
const senders = 8;

const cpuOf = (server: BenchServer): number[] => server.pids().map(cpuSecondsOf);

const ours = async () => {
  await using server = await startBenchServer();
  const bodies = Array.from({ length: records / recordsPerBody }, (_, index) =>
    logsBody(index * recordsPerBody, recordsPerBody),
  );
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
  const { postAll } = createSender(server.url, senders);
  await postAll('logs', warmUpRecords / recordsPerBody, (index) => bodies[index] as Uint8Array);
  await untilQueryable(server.url, warmUpRecords);
  const [processId] = server.pids() as [number];
  await untilSettled(processId);
  const cpuBefore = cpuOf(server);
  const wholeBefore = cpuSecondsOfTree(processId);
  const startedAt = performance.now();
  const latencies = await postAll('logs', bodies.length, (index) => bodies[index] as Uint8Array);
  await untilQueryable(server.url, warmUpRecords + records);
  const wallSeconds = (performance.now() - startedAt) / 1_000;
  const [serverCpuSeconds = 0, engineCpuSeconds = 0] = cpuOf(server).map(
    (seconds, index) => seconds - (cpuBefore[index] ?? 0),
  );
  const settledCpuSeconds = (await untilSettled(processId)) - wholeBefore;
  const halfPace = records / recordsPerBody / wallSeconds / 2;
  const halfLoad = await postAll(
    'logs',
    Math.min(bodies.length, 1_000),
    (index) => bodies[index] as Uint8Array,
    halfPace,
  );
  return {
    bytesPerRecord: bytes / records,
    recordsPerSecond: Math.round(records / wallSeconds),
    recordsPerCpuSecond: Math.round(records / (serverCpuSeconds + engineCpuSeconds)),
    recordsPerCpuSecondSettled: Math.round(records / settledCpuSeconds),
    serverCpuSeconds,
    engineCpuSeconds,
    ackMsAtFullLoad: { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) },
    ackMsAtHalfLoad: { p50: percentile(halfLoad, 0.5), p99: percentile(halfLoad, 0.99) },
  };
};

const peer = async () => {
  await using engine = await startOwnEngine();
  const perInsert = 100_000;
  const pid = engine.engine.processId as number;
  const batches = Array.from({ length: Math.ceil(records / perInsert) }, (_, batch) =>
    Array.from({ length: perInsert }, (__, index) => logsRow(batch * perInsert + index)).join('\n'),
  );
  const insert = (batch: string) =>
    engine.telemetry.execute(`INSERT INTO logs (${columns}) FORMAT JSONEachRow\n${batch}`);
  for (const batch of batches.slice(0, warmUpRecords / perInsert)) await insert(batch);
  const cpuBefore = cpuSecondsOf(pid);
  const startedAt = performance.now();
  for (const batch of batches) await insert(batch);
  const wallSeconds = (performance.now() - startedAt) / 1_000;
  return {
    recordsPerSecond: Math.round(records / wallSeconds),
    recordsPerCpuSecond: Math.round(records / (cpuSecondsOf(pid) - cpuBefore)),
  };
};

const columns = Object.keys(JSON.parse(logsRow(0)) as object).join(', ');

const otlp = await ours();
const json = await peer();
console.log(
  JSON.stringify(
    { records, otlp, jsonEachRow: json, cpuRatio: otlp.recordsPerCpuSecond / json.recordsPerCpuSecond },
    null,
    2,
  ),
);
