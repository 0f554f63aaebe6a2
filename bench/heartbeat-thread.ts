// What the heartbeat thread costs a program (decision 5), in CPU time and memory of the process: empty, as it is for a run that is over
// within a second, and loaded.
//   node --conditions=@sightglass/source bench/heartbeat-thread.ts [--rounds 10]
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { createRecentRecords } from '../packages/sdk/src/heartbeat/recent-records.ts';
import { percentile } from './_process.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const rounds = Number(values.rounds);
const program = new URL('../packages/sdk/src/heartbeat/heart-thread.ts', import.meta.url);
const workerData = { url: 'http://127.0.0.1:9/v1/logs', headers: {}, requestTimeoutMs: 1_000, resource: {} };

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

interface Costs {
  readonly startMs: number;
  readonly emptyCpuMs: number;
  readonly loadedCpuMs: number;
  readonly loadedMebibytes: number;
}

const measure = async (): Promise<Costs> => {
  const [before, rssBefore, startedAtMs] = [cpuMs(), process.memoryUsage.rss(), performance.now()];
  const thread = new Worker(program, { workerData: { ...workerData, recent: createRecentRecords().memory }, env: {} });
  const startMs = performance.now() - startedAtMs;
  await delay(900);
  const emptyCpuMs = cpuMs() - before;
  await delay(2_000);
  const loadedMebibytes = (process.memoryUsage.rss() - rssBefore) / 1_048_576;
  const loadedCpuMs = cpuMs() - before;
  await thread.terminate();
  return { startMs, emptyCpuMs, loadedCpuMs, loadedMebibytes };
};

await measure(); // compiles what all share
const all: Costs[] = [];
for (let round = 0; round < rounds; round += 1) all.push(await measure());
const median = (figure: (costs: Costs) => number): number =>
  Math.round(
    percentile(
      all.map(figure).toSorted((a, b) => a - b),
      0.5,
    ),
  );
console.log(
  JSON.stringify({
    startMs: median(({ startMs }) => startMs),
    emptyCpuMs: median(({ emptyCpuMs }) => emptyCpuMs),
    loadedCpuMs: median(({ loadedCpuMs }) => loadedCpuMs),
    loadedMebibytes: median(({ loadedMebibytes }) => loadedMebibytes),
  }),
);
