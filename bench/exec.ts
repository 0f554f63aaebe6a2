/**
 * What `sightglass exec` costs a program that prints much: MB/s, CPU per 100 MB, and how much slower the program is than alone, paired
 * in one run. Lines of about 100 bytes: plain text, text with time and level, JSON as of pino and structlog, all of them mixed; `old` has a
 * time from before the run, `long` 400 bytes. `node --conditions=@sightglass/source bench/exec.ts`; MB=200, ROUNDS=5, KINDS=plain,json;
 * SIGHTGLASS_BENCH_MAIN=packages/cli/dist/main.js measures the build, BENCH_URL a server of yours.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSink } from './sink.ts';

const megabytes = Number(process.env['MB'] ?? 200);
const rounds = Number(process.env['ROUNDS'] ?? 3);
const main =
  process.env['SIGHTGLASS_BENCH_MAIN'] ?? fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url));

/** `stamp` is the time of some lines ago, in UTC. */
const lineOf: Readonly<Record<string, string>> = {
  plain:
    '`loaded row ${n} of table shop.orders, customer ${n % 977}, nothing is out of the ordinary here at all, go on`',
  timed:
    '`${stamp}${100 + (n % 900)}Z - etl.load - INFO - loaded row ${n} of table shop.orders, go on and on and on and on`',
  json: '`{"level":30,"time":${now},"pid":4242,"hostname":"etl-7","row":${n},"table":"shop.orders","msg":"loaded a row"}`',
  structlog:
    '`{"rows": ${n}, "table": "shop.orders", "event": "loaded rows", "level": "info", "timestamp": "${stamp}${100 + (n % 900)}Z"}`',
  old: '`2026-05-01 10:00:00,${100 + (n % 900)} - etl.load - INFO - loaded row ${n} of table shop.orders, go on and on and on`',
  long: '`loaded row ${n}: ${filler}`',
};
const usualKinds = ['plain', 'timed', 'json', 'structlog'];
const lineOfKind = (kind: string): string =>
  kind === 'mixed'
    ? `[${usualKinds.map((each) => `() => ${lineOf[each]}`).join(',')}][n % ${usualKinds.length}]()`
    : (lineOf[kind] ?? '');
/** One call a line, as programs print, to a pipe that takes it at once. */
const programOf = (kind: string): string => `
  const filler = 'nothing is out of the ordinary here at all, go on, '.repeat(8) + 'end';
  let bytes = 0, now = 0, stamp = '';
  for (let n = 0; bytes < ${megabytes * 1e6}; n++) {
    if (n % 500 === 0) { now = Date.now(); stamp = new Date(now).toISOString().slice(0, 20); }
    const line = ${lineOfKind(kind)}; bytes += line.length + 1; console.log(line);
  }`;

/** CPU seconds, user and system, of all children that have ended, and of theirs. */
const childrenCpuSeconds = (): number => {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) / 100;
};

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly stderr: string;
}

const measure = async (args: readonly string[], bufferDir: string): Promise<Measured> => {
  const before = childrenCpuSeconds();
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SIGHTGLASS_BUFFER_DIR: bufferDir },
  });
  let stderr = '';
  child.stdout.resume();
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  return { seconds: (performance.now() - startedAtMs) / 1000, cpuSeconds: childrenCpuSeconds() - before, stderr };
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-bench-'));
const sink = await startSink();
const url = process.env['BENCH_URL'] ?? sink.url;
for (const kind of (process.env['KINDS'] ?? [...usualKinds, 'mixed'].join(',')).split(',')) {
  const program = ['-e', programOf(kind)];
  const exec = ['--conditions=@sightglass/source', main, 'exec', '--pipeline=bench', `--url=${url}`, '--json', '--'];
  const runs: { readonly alone: Measured; readonly observed: Measured }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const alone = await measure(program, folder.path);
    const observed = await measure([...exec, process.execPath, ...program], folder.path);
    runs.push({ alone, observed });
    const { delivery } = JSON.parse(observed.stderr.trim().split('\n').at(-1) ?? '{}') as {
      delivery?: { keptBytes: number; thinnedRecords: number; lostRecords: number };
    };
    console.error(
      `${kind} ${megabytes} MB: alone ${alone.seconds.toFixed(2)} s, observed ${observed.seconds.toFixed(2)} s; kept ${((delivery?.keptBytes ?? 0) / 1e6).toFixed(0)} MB, thinned ${delivery?.thinnedRecords}, lost ${delivery?.lostRecords}`,
    );
  }
  const slower = median(runs.map(({ alone, observed }) => observed.seconds / alone.seconds - 1));
  const cpu = median(runs.map(({ alone, observed }) => observed.cpuSeconds - alone.cpuSeconds));
  const seconds = median(runs.map(({ observed }) => observed.seconds));
  console.error(
    `${kind}: ${(megabytes / seconds).toFixed(0)} MB/s, CPU ${((cpu / megabytes) * 100).toFixed(2)} s per 100 MB, ${(slower * 100).toFixed(0)} % slower than alone`,
  );
}
sink.stop();
