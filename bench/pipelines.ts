// Latency of the pages about pipelines and runs, over many runs told through the intake.
//   node --conditions=@sightglass/source bench/pipelines.ts [--runs 200000] [--pipelines 20] [--times 20]
import { parseArgs } from 'node:util';
import { runIdAt } from '../packages/model/src/index.ts';
import { eventsRequest, lifecycleEvent } from '../packages/server/src/rooms/runs/_runs.ts';
import { percentile, startBenchServer } from './_process.ts';
import { createSender } from './_send.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200000' },
    pipelines: { type: 'string', default: '20' },
    times: { type: 'string', default: '20' },
  },
});
const [runs, pipelines, times] = [Number(values.runs), Number(values.pipelines), Number(values.times)];
const runsPerBody = 500;
const quarterHourMs = 900_000;
const nowMs = Date.now();

/** Each pipeline runs every quarter of an hour, back from now. */
const eventsOf = (index: number): object[] => {
  const startedAtMs = nowMs - Math.floor(index / pipelines) * quarterHourMs - 60_000;
  const own = {
    runId: runIdAt(startedAtMs),
    pipelineName: `pipeline-${index % pipelines}`,
    pipelineNamespace: 'bench',
  };
  const started = { ...own, runStartedAt: new Date(startedAtMs).toISOString() };
  return [
    lifecycleEvent('runStarted', startedAtMs, {
      ...started,
      pipelineSchedule: '*/15 * * * *',
      pipelineDeadline: '06:00',
    }),
    lifecycleEvent('runFinished', startedAtMs + 30_000, { ...started, runState: 'succeeded', runDurationMs: 30_000 }),
  ];
};

await using server = await startBenchServer();
const { postAll } = createSender(server.url, 4);
await postAll('logs', runs / runsPerBody, (body) =>
  eventsRequest(Array.from({ length: runsPerBody }, (_, index) => eventsOf(body * runsPerBody + index)).flat()),
);
const events = async (): Promise<number> => {
  const response = await fetch(`${server.url}/api/v1/logs/count?event=pipeline.run.finished`);
  return ((await response.json()) as { count: number }).count;
};
while ((await events()) < runs) await new Promise((resolve) => setTimeout(resolve, 500));
await new Promise((resolve) => setTimeout(resolve, 10_000)); // merges settle

const pages: Readonly<Record<string, string>> = {
  pipelines: '/api/v1/pipelines',
  'one pipeline': '/api/v1/pipelines/bench/pipeline-3',
  'run list': '/api/v1/runs?limit=50',
  'missed runs': '/api/v1/runs?state=missed',
  'lost runs': '/api/v1/runs?state=lost',
};
const latencies: Record<string, { p50Ms: number; p95Ms: number }> = {};
for (const [name, path] of Object.entries(pages)) {
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now();
    const response = await fetch(`${server.url}${path}`);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    taken.push(performance.now() - startedAt);
  }
  const sorted = taken.toSorted((a, b) => a - b);
  latencies[name] = { p50Ms: Math.round(percentile(sorted, 0.5)), p95Ms: Math.round(percentile(sorted, 0.95)) };
}
console.log(JSON.stringify({ runs, pipelines, latencies }, null, 2));
