// Latency of the pages a person waits for, over a store filled through the intake.
//   node --conditions=@sightglass/source bench/query.ts [--records 10000000] [--times 30]
import { parseArgs } from 'node:util';
import { attributesOf, logsRequest, spansRequest } from '../packages/server/src/wire/_sample.ts';
import { percentile, residentBytesOf, startBenchServer } from './_process.ts';
import { logsBody } from './_records.ts';
import { createSender, untilQueryable } from './_send.ts';

const { values } = parseArgs({
  options: { records: { type: 'string', default: '10000000' }, times: { type: 'string', default: '30' } },
});
const records = Number(values.records);
const times = Number(values.times);
const recordsPerBody = 1_000;
const runId = 'bench-run';
const longTraceId = 'ab'.repeat(16);
const usualTraceId = 'cd'.repeat(16);
const startMs = Date.parse('2026-11-18T11:06:40Z');

const nanoAt = (ms: number): string => `${BigInt(Math.round((startMs + ms) * 1_000)) * 1_000n}`;
const idOf = (index: number, bytes: number): Buffer =>
  Buffer.from((index + 1).toString(16).padStart(bytes * 2, '0'), 'hex');

/** A run of five stages as the SDK tells it. */
const runEvents = (): Uint8Array => {
  const identity = { 'pipeline.name': 'bench', 'pipeline.run.id': runId };
  const event = (eventName: string, atMs: number, own: Record<string, string | number>) => ({
    eventName,
    timeUnixNano: nanoAt(atMs),
    severityNumber: 9,
    traceId: Buffer.from(longTraceId, 'hex'),
    attributes: attributesOf({ ...identity, ...own }),
  });
  const stages = ['extract', 'validate', 'enrich', 'load', 'audit'].flatMap((name, index) => {
    const stage = { 'pipeline.stage.id': idOf(index, 8).toString('hex'), 'pipeline.stage.name': name };
    const rows = {
      'pipeline.stage.rows.read': 1_000,
      'pipeline.stage.rows.written': 1_000,
      'pipeline.stage.state': 'succeeded',
    };
    return [
      event('pipeline.stage.started', index * 1_000, stage),
      event('pipeline.stage.finished', index * 1_000 + 900, { ...stage, ...rows }),
    ];
  });
  return logsRequest([
    event('pipeline.run.started', 0, {}),
    ...stages,
    event('pipeline.run.finished', 5_000, { 'pipeline.run.state': 'succeeded' }),
  ]);
};

const spansBody = (traceId: string, first: number, count: number): Uint8Array =>
  spansRequest(
    Array.from({ length: count }, (_, offset) => {
      const index = first + offset;
      const parent = index === 0 ? {} : { parentSpanId: idOf(Math.floor((index - 1) / 20), 8) };
      const attributes = attributesOf({
        'pipeline.run.id': runId,
        'db.system.name': 'postgresql',
        'db.query.text': 'INSERT INTO flights VALUES ($1, $2)',
      });
      return {
        traceId: Buffer.from(traceId, 'hex'),
        spanId: idOf(index, 8),
        ...parent,
        name: `INSERT flights ${index % 7}`,
        kind: 3,
        startTimeUnixNano: nanoAt(index / 10),
        endTimeUnixNano: nanoAt(index / 10 + 40),
        attributes,
      };
    }),
  );

await using server = await startBenchServer();
const { postAll, post } = createSender(server.url, 4);
const filledAt = performance.now();
await postAll('logs', records / recordsPerBody, (index) => logsBody(index * recordsPerBody, recordsPerBody));
await post('logs', runEvents());
await postAll('traces', 50, (index) => spansBody(longTraceId, index * 1_000, 1_000));
await post('traces', spansBody(usualTraceId, 0, 1_000));
await untilQueryable(server.url, records);
const fillSeconds = (performance.now() - filledAt) / 1_000;
await new Promise((resolve) => setTimeout(resolve, 15_000)); // merges settle

const range = 'from=2026-11-01T00:00:00Z&to=2027-12-01T00:00:00Z';
const pages: Readonly<Record<string, string>> = {
  'run page': `/api/v1/runs/${runId}`,
  'run list': `/api/v1/runs?limit=50`,
  pipelines: '/api/v1/pipelines',
  'trace by id, 1,000 spans': `/api/v1/traces/${usualTraceId}`,
  'trace by id, 50,000 spans': `/api/v1/traces/${longTraceId}`,
  'log page, newest': `/api/v1/logs?${range}`,
  'log page, a word in one record': `/api/v1/logs?${range}&q=${Math.floor(records / 3)}`,
  'log page, two common words': `/api/v1/logs?${range}&q=loaded%20file`,
  'log page, key:value': `/api/v1/logs?${range}&q=row:${Math.floor(records / 2)}`,
  'log page, errors': `/api/v1/logs?${range}&severity=ERROR`,
  'log page of a run': `/api/v1/logs?runId=run-7`,
  'log count': `/api/v1/logs/count?${range}&severity=ERROR`,
  'log histogram': `/api/v1/logs/histogram?${range}`,
  'log facets': `/api/v1/logs/facets?${range}`,
};

const latenciesOf = async (path: string): Promise<{ p50Ms: number; p95Ms: number; items?: number }> => {
  const latencies: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now();
    const response = await fetch(`${server.url}${path}`);
    const body = await response.text();
    latencies.push(performance.now() - startedAt);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`);
  }
  const sorted = latencies.toSorted((a, b) => a - b);
  return { p50Ms: Math.round(percentile(sorted, 0.5)), p95Ms: Math.round(percentile(sorted, 0.95)) };
};

const latencies: Record<string, { p50Ms: number; p95Ms: number }> = {};
for (const [name, path] of Object.entries(pages)) latencies[name] = await latenciesOf(path);
console.log(
  JSON.stringify(
    {
      records,
      fillSeconds: Math.round(fillSeconds),
      residentMebibytes: server.pids().map((pid) => Math.round(residentBytesOf(pid) / 1_048_576)),
      latencies,
    },
    null,
    2,
  ),
);
