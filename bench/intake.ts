// Intake → durable → queryable: OTLP logs over HTTP into a server, its peer JSONEachRow into the same engine and table.
//   node --conditions=@sightglass/source bench/intake.ts [--records 1000000]
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { startTestEngine } from '../packages/server/src/engine/_engine.ts';
import { cpuSecondsOf, percentile, startBenchServer, type BenchServer } from './_process.ts';
import { logsBody, logsRow } from './_records.ts';

const { values } = parseArgs({ options: { records: { type: 'string', default: '1000000' } } });
const records = Number(values.records);
const recordsPerBody = 500;
const senders = 8;

const agent = new Agent({ keepAlive: true, maxSockets: senders });

const post = (url: string, body: Uint8Array): Promise<number> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const sent = request(
      `${url}/v1/logs`,
      { method: 'POST', agent, headers: { 'content-type': 'application/x-protobuf', 'content-length': body.length } },
      (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200
            ? resolve(performance.now() - startedAt)
            : reject(new Error(`status ${response.statusCode}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

const countOf = async (url: string): Promise<number> => {
  const response = await fetch(`${url}/api/v1/logs/count?from=2026-11-01T00:00:00Z&to=2027-12-01T00:00:00Z`);
  return ((await response.json()) as { count: number }).count;
};

const cpuOf = (server: BenchServer): number[] => server.pids().map(cpuSecondsOf);

/** Sends bodies as fast as the server takes them, or at a pace. Answers the latencies in ms. */
const sendAll = async (
  url: string,
  bodies: readonly Uint8Array[],
  bodiesPerSecond = Number.POSITIVE_INFINITY,
): Promise<number[]> => {
  const latencies: number[] = [];
  const startedAt = performance.now();
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let index = next++; index < bodies.length; index = next++) {
      const dueIn = startedAt + (index / bodiesPerSecond) * 1_000 - performance.now();
      if (dueIn > 1) await new Promise((resolve) => setTimeout(resolve, dueIn));
      latencies.push(await post(url, bodies[index] as Uint8Array));
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
  return latencies.toSorted((a, b) => a - b);
};

const untilQueryable = async (url: string, count: number): Promise<void> => {
  while ((await countOf(url)) < count) await new Promise((resolve) => setTimeout(resolve, 50));
};

const ours = async () => {
  await using server = await startBenchServer();
  const bodies = Array.from({ length: records / recordsPerBody }, (_, index) =>
    logsBody(index * recordsPerBody, recordsPerBody),
  );
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
  const cpuBefore = cpuOf(server);
  const startedAt = performance.now();
  const latencies = await sendAll(server.url, bodies);
  await untilQueryable(server.url, records);
  const wallSeconds = (performance.now() - startedAt) / 1_000;
  const [serverCpuSeconds = 0, engineCpuSeconds = 0] = cpuOf(server).map(
    (seconds, index) => seconds - (cpuBefore[index] ?? 0),
  );
  const half = bodies.slice(0, Math.min(bodies.length, 1_000));
  const halfLoad = await sendAll(server.url, half, records / recordsPerBody / wallSeconds / 2);
  return {
    bytesPerRecord: bytes / records,
    recordsPerSecond: Math.round(records / wallSeconds),
    recordsPerCpuSecond: Math.round(records / (serverCpuSeconds + engineCpuSeconds)),
    serverCpuSeconds,
    engineCpuSeconds,
    ackMsAtFullLoad: { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) },
    ackMsAtHalfLoad: { p50: percentile(halfLoad, 0.5), p99: percentile(halfLoad, 0.99) },
  };
};

const peer = async () => {
  await using engine = await startTestEngine();
  const perInsert = 100_000;
  const pid = engine.engine.processId as number;
  const batches = Array.from({ length: Math.ceil(records / perInsert) }, (_, batch) =>
    Array.from({ length: perInsert }, (__, index) => logsRow(batch * perInsert + index)).join('\n'),
  );
  const cpuBefore = cpuSecondsOf(pid);
  const startedAt = performance.now();
  for (const batch of batches)
    await engine.telemetry.execute(`INSERT INTO logs (${columns}) FORMAT JSONEachRow\n${batch}`);
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
