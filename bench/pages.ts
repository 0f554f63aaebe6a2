// What each page costs at the size of a company: how long a person waits, processor time of server and engine, bytes of the answers, and how
// many queries follow one another. The store is filled with the estate of `examples/estate`, through the intake.
//   node --conditions=@sightglass/source bench/pages.ts [--pipelines 20] [--runs 100] [--logs 100000] [--times 20] [--data FOLDER] [--only home] [--queries]
// For the goals: --pipelines 200 --runs 500 --logs 10000000 (`runs` is that of each pipeline). With --data a store is filled once, and kept.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateEstate } from '../examples/estate/src/index.ts';
import { type BenchServer, cpuSecondsOf, percentile, startBenchServer } from './_process.ts';
import { type EngineQuery, inSequence } from './_queries.ts';
import { createSender } from './_send.ts';

const { values } = parseArgs({
  options: {
    pipelines: { type: 'string', default: '20' },
    runs: { type: 'string', default: '100' },
    logs: { type: 'string', default: '100000' },
    times: { type: 'string', default: '20' },
    data: { type: 'string' },
    only: { type: 'string' },
    queries: { type: 'boolean', default: false },
  },
});
const [pipelines, runs, logs, times] = [values.pipelines, values.runs, values.logs, values.times].map(Number) as [
  number,
  number,
  number,
  number,
];
const days = 10;

/** What a page asks the server, as the dashboard does: the requests of a step at once, the next step when all are answered. */
interface Page {
  readonly name: string;
  readonly steps: readonly (readonly string[])[];
}

interface Example {
  readonly namespace: string;
  readonly pipeline: string;
  readonly runId: string;
  readonly traceId: string | null;
  readonly startedAt: string;
  readonly nowMs: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const minuteMs = 60_000;
const chatter = '-event:pipeline.run.heartbeat -event:pipeline.stage.progress -event:pipeline.db.statements.counted';
const homeList = 'pipelines/brief';

const query = (params: Readonly<Record<string, string>>): string => new URLSearchParams(params).toString();

/** Every page a person waits for. */
const pagesOf = ({ namespace, pipeline, runId, traceId, startedAt, nowMs }: Example): readonly Page[] => {
  const pipelinePath = `pipelines/${namespace}/${pipeline}`;
  const runPath = `${pipelinePath}/runs/${runId}`;
  const minute = (ms: number): string => new Date(Math.floor(ms / minuteMs) * minuteMs).toISOString();
  const today = query({ from: minute(nowMs - dayMs), to: minute(nowMs + 5 * minuteMs) });
  const ofRun = query({ runId, pipeline, namespace, q: chatter, limit: '200' });
  const tracesOfRun = query({
    runId,
    pipeline,
    namespace,
    from: new Date(Date.parse(startedAt) - hourMs).toISOString(),
  });
  return [
    { name: 'home', steps: [[homeList, `apis?${query({ from: minute(nowMs - dayMs), limit: '3' })}`]] },
    { name: 'home, its list', steps: [[homeList]] },
    { name: 'home, all of it', steps: [['pipelines']] },
    { name: 'runs', steps: [['runs?limit=100']] },
    { name: 'runs that failed', steps: [['runs?limit=100&state=failed']] },
    {
      name: 'run',
      steps: [
        [runPath],
        [
          `${runPath}/checks`,
          `apis?${query({ runId, namespace, pipeline })}`,
          `${runPath}/databases`,
          `logs?${ofRun}`,
          `traces?${tracesOfRun}`,
          ...(traceId === null ? [] : [`traces/${traceId}`]),
        ],
      ],
    },
    { name: 'run, its first answer', steps: [[runPath]] },
    { name: 'pipeline', steps: [[pipelinePath, `runs?${query({ namespace, pipeline, limit: '50' })}`]] },
    { name: 'pipeline, its costs', steps: [[`${pipelinePath}/performance`]] },
    {
      name: 'logs',
      steps: [[`logs?${today}&limit=200`, `logs/count?${today}`, `logs/histogram?${today}&buckets=120`]],
    },
    { name: 'logs, newest 100', steps: [['logs?limit=100']] },
    { name: 'logs, a word', steps: [[`logs?${today}&limit=200&q=rows`]] },
    {
      name: 'logs, key:value',
      steps: [[`logs?${today}&limit=200&q=${encodeURIComponent(`pipeline.run.id:${runId}`)}`]],
    },
    { name: 'logs, facets', steps: [[`logs/facets?${today}`]] },
  ];
};

/** Sends the history, oldest day first, and waits until all of it can be read. */
const fill = async ({ url }: BenchServer): Promise<number> => {
  const { post } = createSender(url, 4);
  const estate = { seed: 1, days, now: Date.now(), pipelines, runsPerDay: runs / days };
  const sending = new Set<Promise<unknown>>();
  let records = 0;
  for (const request of generateEstate({ ...estate, logsPerRun: Math.max(1, Math.round(logs / (pipelines * runs))) })) {
    const sent = post(request.signal, request.body).finally(() => sending.delete(sent));
    sending.add(sent);
    if (request.signal === 'logs') records += request.records;
    if (sending.size >= 4) await Promise.race(sending);
  }
  await Promise.all(sending);
  const counted = async () => (await get<{ count: number }>(url, 'logs/count')).count;
  while ((await counted()) < records) await new Promise((resolve) => setTimeout(resolve, 500));
  return records;
};

const get = async <Answer>(url: string, path: string): Promise<Answer> =>
  (await (await fetch(`${url}/api/v1/${path}`)).json()) as Answer;

/** Asks for a page as a browser does. Gives milliseconds until all is answered, and bytes. */
const askFor = async (url: string, { steps }: Page): Promise<{ ms: number; bytes: number }> => {
  const startedAt = performance.now();
  let bytes = 0;
  for (const step of steps) {
    const answers = await Promise.all(
      step.map(async (path) => {
        const response = await fetch(`${url}/api/v1/${path}`);
        const body = await response.arrayBuffer();
        if (!response.ok) throw new Error(`${path}: ${response.status} ${Buffer.from(body).toString().slice(0, 300)}`);
        return body.byteLength;
      }),
    );
    bytes += answers.reduce((sum, each) => sum + each, 0);
  }
  return { ms: performance.now() - startedAt, bytes };
};

const measure = async (server: BenchServer, page: Page) => {
  const [serverPid = 0, enginePid = 0] = server.pids();
  await askFor(server.url, page);
  await server.takeQueries();
  const { bytes } = await askFor(server.url, page);
  const queries = await server.takeQueries();
  if (values.queries) await showQueries(server, page, queries);
  const before = [cpuSecondsOf(serverPid), cpuSecondsOf(enginePid)] as const;
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) taken.push((await askFor(server.url, page)).ms);
  const msEach = (pid: number, since: number): number =>
    Math.round(((cpuSecondsOf(pid) - since) * 10_000) / times) / 10;
  const sorted = taken.toSorted((a, b) => a - b);
  return {
    page: page.name,
    p50Ms: Math.round(percentile(sorted, 0.5)),
    p95Ms: Math.round(percentile(sorted, 0.95)),
    serverCpuMs: msEach(serverPid, before[0]),
    engineCpuMs: msEach(enginePid, before[1]),
    kilobytes: Math.round(bytes / 100) / 10,
    queries: queries.length,
    inSequence: inSequence(queries),
  };
};

/** What each query of a page costs when it is asked alone. */
const showQueries = async (server: BenchServer, page: Page, queries: readonly EngineQuery[]): Promise<void> => {
  const enginePid = server.pids()[1] as number;
  const firstMs = Math.min(...queries.map(({ fromMs }) => fromMs));
  const costs = [];
  for (const [index, { sql, fromMs, toMs, rows, bytes }] of queries.entries()) {
    const before = cpuSecondsOf(enginePid);
    await server.askAgain(index, times);
    const cpuMs = Math.round(((cpuSecondsOf(enginePid) - before) * 10_000) / times) / 10;
    const words = sql.replaceAll(/\s+/gu, ' ');
    const [from, to] = [fromMs, toMs].map((ms) => Math.round(ms - firstMs));
    costs.push({
      from,
      to,
      cpuMs,
      rows,
      kB: Math.round(bytes / 1_000),
      sqlBytes: sql.length,
      sql: words.slice(0, 160),
    });
  }
  console.log(page.name);
  console.table(costs);
};

interface ListedRun {
  readonly runId: string;
  readonly namespace: string;
  readonly pipeline: string;
  readonly traceId: string | null;
  readonly startedAt: string;
}

const server = await startBenchServer(values.data);
const marker = join(server.dataDir, 'bench-pages.json');
try {
  const isFilled = existsSync(marker);
  if (!isFilled) {
    const filledAt = performance.now();
    const records = await fill(server);
    writeFileSync(marker, JSON.stringify({ pipelines, runs, records, nowMs: Date.now() }));
    console.log(`${records} log records in ${Math.round((performance.now() - filledAt) / 1_000)} s`);
    await new Promise((resolve) => setTimeout(resolve, 15_000)); // merges settle
  }
  const { nowMs } = JSON.parse(readFileSync(marker, 'utf8')) as { nowMs: number };
  const { items } = await get<{ items: ListedRun[] }>(server.url, 'runs?limit=50&state=succeeded');
  const example = items.at(-1) as ListedRun;
  const measured = [];
  for (const page of pagesOf({ ...example, nowMs }))
    if (values.only === undefined || page.name.startsWith(values.only)) measured.push(await measure(server, page));
  console.table(measured);
} finally {
  await server[Symbol.asyncDispose]();
}
