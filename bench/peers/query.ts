// The same questions to Sightglass and to VictoriaLogs, over the same OTLP bodies: how long each kind takes, asked in turn.
// What is asked differs each time, so that no answer is kept from the last. With `--data` both stores are filled once and kept there.
//   node --conditions=@sightglass/source bench/peers/query.ts [--records 10000000] [--times 20] [--data FOLDER] [--only WORDS]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpuSecondsOfTree, percentile, untilSettled } from '../_process.ts';
import { logsBody, recordsFromMs } from '../_records.ts';
import { createSender } from '../_send.ts';
import { startSightglass } from './_sightglass.ts';
import type { Store } from './_store.ts';
import { startVictoriaLogs } from './_victorialogs.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '10000000' },
    times: { type: 'string', default: '20' },
    data: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const [records, times] = [Number(values.records), Number(values.times)];
const recordsPerBody = 500;

const fromMs = Math.floor(recordsFromMs / 60_000) * 60_000;
const toMs = Math.ceil((recordsFromMs + records) / 60_000) * 60_000;
const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString()) as [string, string];

/** A question, as each is asked it; `index` is that of a record, another one each time. */
interface Question {
  readonly name: string;
  readonly ours: (index: number) => { readonly path: string; readonly params: Readonly<Record<string, string>> };
  readonly theirs: (index: number) => { readonly path: string; readonly params: Readonly<Record<string, string>> };
}

const search = (name: string, ours: (index: number) => string, theirs: (index: number) => string): Question => ({
  name,
  ours: (index) => ({ path: 'logs', params: { limit: '100', q: ours(index) } }),
  theirs: (index) => ({ path: 'query', params: { limit: '100', query: theirs(index) } }),
});

const traceOf = (index: number): string => (index % 1_000).toString(16).padStart(32, 'a');

const questions: readonly Question[] = [
  search(
    'newest 100',
    () => '',
    () => '*',
  ),
  search(
    'a word of one record',
    (index) => `${index}`,
    (index) => `"${index}"`,
  ),
  search(
    'a common word',
    (index) => `flights-${index % 31}`,
    (index) => `"flights-${index % 31}"`,
  ),
  search(
    'a phrase of one record',
    (index) => `"row ${index} loaded"`,
    (index) => `"row ${index} loaded"`,
  ),
  search(
    'a phrase of many',
    (index) => `"from file flights-${index % 31}"`,
    (index) => `"from file flights-${index % 31}"`,
  ),
  search(
    'key:value of one record',
    (index) => `row:${index}`,
    (index) => `row:=${index}`,
  ),
  search(
    'key:value of many',
    (index) => `pipeline.run.id:run-${index % 50}`,
    (index) => `"pipeline.run.id":=run-${index % 50}`,
  ),
  {
    name: 'records of a trace',
    ours: (index) => ({ path: 'logs', params: { limit: '100', traceId: traceOf(index) } }),
    theirs: (index) => ({ path: 'query', params: { limit: '100', query: `trace_id:=${traceOf(index)}` } }),
  },
  {
    name: 'counts by minute',
    ours: () => ({ path: 'logs/histogram', params: { buckets: '200' } }),
    theirs: () => ({ path: 'hits', params: { query: '*', step: '1m' } }),
  },
  {
    name: 'counts by minute, a word',
    ours: (index) => ({ path: 'logs/histogram', params: { buckets: '200', q: `flights-${index % 31}` } }),
    theirs: (index) => ({ path: 'hits', params: { query: `"flights-${index % 31}"`, step: '1m' } }),
  },
  {
    name: 'facets',
    ours: () => ({ path: 'logs/facets', params: {} }),
    theirs: () => ({ path: 'facets', params: { query: '*' } }),
  },
];

const timed = async (url: string): Promise<number> => {
  const startedAt = performance.now();
  const response = await fetch(url);
  const body = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${body.slice(0, 300)}`);
  return performance.now() - startedAt;
};

const addressOf = (root: string, path: string, params: Readonly<Record<string, string>>): string => {
  const given = Object.entries(params).filter(([, value]) => value !== '');
  return `${root}/${path}?${new URLSearchParams([...given]).toString()}`;
};

const untilQueryable = async (store: Store): Promise<void> => {
  while ((await store.count()) < records) await new Promise((resolve) => setTimeout(resolve, 500));
};

const folderOf = (name: string): string | undefined =>
  values.data === undefined ? undefined : join(values.data, `${name}-${records}`);
await using ours = await startSightglass(folderOf('sightglass'));
await using theirs = await startVictoriaLogs(folderOf('victorialogs'));

/** Sends the same bodies to both, eight at a time. */
const fill = async (): Promise<void> => {
  const senders = [ours, theirs].map((store) => createSender(store.otlpUrl, 4));
  const bodies = records / recordsPerBody;
  let next = 0;
  const send = async (): Promise<void> => {
    for (let index = next++; index < bodies; index = next++) {
      const body = logsBody(index * recordsPerBody, recordsPerBody);
      await Promise.all(senders.map(({ post }) => post('logs', body)));
    }
  };
  await Promise.all(Array.from({ length: 8 }, send));
};

if ((await ours.count()) < records) await fill();
await Promise.all([ours, theirs].map(untilQueryable));
await Promise.all([ours, theirs].map(({ processId }) => untilSettled(processId)));

const ourRoot = `${ours.otlpUrl}/api/v1`;
const theirRoot = theirs.otlpUrl.replace('/insert/opentelemetry', '/select/logsql');
const rounded = (ms: number): number => Math.round(ms * 10) / 10;
const table: Record<string, Record<string, number>> = {};
for (const question of questions.filter(({ name }) => name.includes(values.only))) {
  const took: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  const cpu = { ours: 0, theirs: 0 };
  for (let time = -1; time < times; time += 1) {
    const index = Math.floor(((time + 1.5) / (times + 2)) * records);
    const [one, other] = [question.ours(index), question.theirs(index)];
    for (const [name, store, url] of [
      ['ours', ours, addressOf(ourRoot, one.path, { from, to, ...one.params })],
      ['theirs', theirs, addressOf(theirRoot, other.path, { start: from, end: to, ...other.params })],
    ] as const) {
      const before = cpuSecondsOfTree(store.processId);
      const ms = await timed(url);
      if (time < 0) continue;
      took[name].push(ms);
      cpu[name] += cpuSecondsOfTree(store.processId) - before;
    }
  }
  const [mine, other] = [took.ours, took.theirs].map((all) => all.toSorted((a, b) => a - b)) as [number[], number[]];
  table[question.name] = {
    oursP50Ms: rounded(percentile(mine, 0.5)),
    oursP95Ms: rounded(percentile(mine, 0.95)),
    theirsP50Ms: rounded(percentile(other, 0.5)),
    theirsP95Ms: rounded(percentile(other, 0.95)),
    ratio: rounded(percentile(mine, 0.5) / percentile(other, 0.5)),
    oursCpuMs: rounded((cpu.ours * 1_000) / times),
    theirsCpuMs: rounded((cpu.theirs * 1_000) / times),
  };
}
console.log(`${records} records`);
console.table(table);
