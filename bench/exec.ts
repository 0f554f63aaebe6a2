/**
 * What `sightglass exec` costs a program that prints much: MB/s, CPU per 100 MB, and how much slower the program is than without, paired in one
 * run. The output goes to `cat`, without exec through a plain copy (another `cat`), which is the least that reads and passes on
 * (docs/decisions/0024-a-pipe-with-a-copy-between.md); and to a file; the program alone also to /dev/null, which is what it costs by itself. CPU is that of exec
 * and all it starts, without the program, the reader and the server; the program counts its own. Lines of about 100 bytes: plain text, text with time
 * and level, JSON as of pino and structlog, all of them mixed; `old` has a time from before the run, `long` 400 bytes.
 * `node --conditions=@sightglass/source bench/exec.ts`; MB=200, ROUNDS=5, KINDS=plain,json; SIGHTGLASS_BENCH_MAIN=packages/cli/dist/main.js measures
 * the build, BENCH_URL a server of yours.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, statSync } from 'node:fs';
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

/**
 * A script that prints so many bytes, with one call a line that waits until its pipe takes it: `console.log` does not, and a program that never
 * pauses then loses what it has printed. At the end it tells on stderr how long that took.
 */
const programOf = (kind: string, printedBytes: number): string => `
  const { writeSync } = require('node:fs');
  const filler = 'nothing is out of the ordinary here at all, go on, '.repeat(8) + 'end';
  let bytes = 0, now = 0, stamp = '';
  const startedAtMs = performance.now();
  for (let n = 0; bytes < ${printedBytes}; n++) {
    if (n % 500 === 0) { now = Date.now(); stamp = new Date(now).toISOString().slice(0, 20); }
    bytes += writeSync(1, ${lineOfKind(kind)} + '\\n');
  }
  const { user, system } = process.cpuUsage();
  writeSync(2, 'program ' + JSON.stringify({ seconds: (performance.now() - startedAtMs) / 1000, cpuSeconds: (user + system) / 1e6 }) + '\\n');`;

interface Measured {
  /** Of the program itself, from its first line to its last, and of all. */
  readonly programSeconds: number;
  readonly seconds: number;
  readonly programCpuSeconds: number;
  readonly cpuSeconds: number;
  readonly lost: string;
}

interface Told {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-bench-'));
const sink = await startSink();
const url = process.env['BENCH_URL'] ?? sink.url;
const file = join(folder.path, 'output');
const exec = ['--conditions=@sightglass/source', main, 'exec', '--pipeline=bench', `--url=${url}`, '--json', '--'];

/** Where the output goes: to `cat`, whose output nobody keeps, or a file. A `copy` stands between the program and that `cat`. */
const openOutput = (where: Where): { readonly descriptor: number | 'pipe'; readonly isRead: boolean } => {
  if (where === 'cat' || where === 'copy') return { descriptor: 'pipe', isRead: true };
  return { descriptor: openSync(where === 'file' ? file : '/dev/null', 'w'), isRead: false };
};

type Where = 'cat' | 'copy' | 'file' | '/dev/null';

/** Bash says what CPU a process and all it waited for have used, and so of a pipe's first part. */
const timed = 'TIMEFORMAT="cpu %U %S"; time "$0" "$@"';

const measure = async (args: readonly string[], where: Where): Promise<Measured> => {
  const { descriptor, isRead } = openOutput(where);
  const shell = isRead ? `{ ${timed}; } | ${where === 'copy' ? 'cat | ' : ''}cat >/dev/null` : timed;
  const startedAtMs = performance.now();
  const child = spawn('bash', ['-c', shell, process.execPath, ...args], {
    stdio: ['ignore', descriptor === 'pipe' ? 'ignore' : descriptor, 'pipe'],
    env: { ...process.env, SIGHTGLASS_BUFFER_DIR: join(folder.path, 'buffer') },
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  if (descriptor !== 'pipe') closeSync(descriptor);
  const seconds = (performance.now() - startedAtMs) / 1000;
  if (where === 'file' && statSync(file).size < megabytes * 1e6) throw new Error('output is missing');
  return { seconds, ...readReport(stderr) };
};

const readReport = (stderr: string): Omit<Measured, 'seconds'> => {
  const told = JSON.parse(/^program (.*)$/m.exec(stderr)?.[1] ?? '{}') as Told;
  const [, user = 0, system = 0] = /^cpu ([\d.]+) ([\d.]+)$/m.exec(stderr) ?? [];
  const { delivery } = JSON.parse(/^\{"url".*$/m.exec(stderr)?.[0] ?? '{}') as {
    delivery?: { keptBytes: number; thinnedRecords: number; lostRecords: number };
  };
  const { keptBytes = 0, thinnedRecords = 0, lostRecords = 0 } = delivery ?? {};
  return {
    programSeconds: told.seconds,
    programCpuSeconds: told.cpuSeconds,
    cpuSeconds: Number(user) + Number(system) - told.cpuSeconds,
    lost: `${(keptBytes / 1e6).toFixed(0)} MB kept, ${thinnedRecords} thinned, ${lostRecords} lost`,
  };
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const rows: Record<string, string | number>[] = [];
for (const kind of (process.env['KINDS'] ?? [...usualKinds, 'mixed'].join(',')).split(',')) {
  const program = ['-e', programOf(kind, megabytes * 1e6)];
  const runs: { readonly where: Where; readonly alone: Measured; readonly observed: Measured }[] = [];
  const free: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    free.push(await measure(program, '/dev/null'));
    for (const where of ['cat', 'file'] as const) {
      const alone = await measure(program, where === 'cat' ? 'copy' : where);
      const observed = await measure([...exec, process.execPath, ...program], where);
      runs.push({ where, alone, observed });
      if (!observed.lost.startsWith('0 MB kept, 0 thinned, 0 lost'))
        console.error(`${kind} to ${where}: ${observed.lost}`);
    }
  }
  for (const where of ['cat', 'file'] as const) {
    const of = runs.filter((run) => run.where === where);
    const medianOf = (value: (run: (typeof of)[number]) => number): number => median(of.map(value));
    const slower = (value: (measured: Measured) => number): string =>
      `${(medianOf(({ alone, observed }) => value(observed) / value(alone) - 1) * 100).toFixed(0)} %`;
    rows.push({
      'lines, to': `${kind}, ${where}`,
      '/dev/null s': median(free.map(({ seconds }) => seconds)).toFixed(2),
      'alone s': medianOf(({ alone }) => alone.seconds).toFixed(2),
      'exec s': medianOf(({ observed }) => observed.seconds).toFixed(2),
      'MB/s': (megabytes / medianOf(({ observed }) => observed.seconds)).toFixed(0),
      'program slower': slower(({ programSeconds }) => programSeconds),
      'all slower': slower(({ seconds }) => seconds),
      'exec CPU s/100 MB': ((medianOf(({ observed }) => observed.cpuSeconds) / megabytes) * 100).toFixed(2),
      'program CPU s/100 MB': `${((medianOf(({ alone }) => alone.programCpuSeconds) / megabytes) * 100).toFixed(2)} → ${((medianOf(({ observed }) => observed.programCpuSeconds) / megabytes) * 100).toFixed(2)}`,
    });
  }
}
console.table(rows);
sink.stop();
