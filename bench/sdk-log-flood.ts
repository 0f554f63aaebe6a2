/**
 * What `run.log` in a loop costs a program: CPU per 100 MB of messages and MB/s, and how much slower the program is than alone, paired in
 * one run. Each record is delivered, or counted as left out. `node --conditions=@sightglass/source bench/sdk-log-flood.ts`; MB=100,
 * ROUNDS=3; BENCH_URL a server of yours. KINDS: `text` has no attributes, `fields` has two.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSink } from './sink.ts';

const megabytes = Number(process.env['MB'] ?? 100);
const rounds = Number(process.env['ROUNDS'] ?? 3);

const callOf: Readonly<Record<string, string>> = {
  text: 'log.info(`loaded row ${n} of table shop.orders, customer ${n % 977}, nothing is out of the ordinary here at all, go on`)',
  fields: 'log.info(`loaded row ${n} of table shop.orders, go on and on`, { row: n, table: "shop.orders" })',
};

/** `kind` alone: the same loop, and nobody takes what it logs. A program that awaits something now and then, as most do. */
const programOf = (kind: string, isAlone: boolean): string => `
  import { configure, exportStatus, pipeline } from '@sightglass/sdk';
  configure({ url: process.env.BENCH_URL, bufferDir: process.env.BENCH_BUFFER, logDir: false, logToConsole: false, summaryTable: false });
  let bytes = 0, lines = 0;
  const loop = async (log) => {
    for (let n = 0; bytes < ${megabytes * 1e6}; n++) {
      ${callOf[kind] ?? ''};
      bytes += 100;
      lines += 1;
      if (n % 10_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const alone = { info: (message) => { if (message.length === 0) throw new Error(); } };
  await ${isAlone ? 'loop(alone)' : "pipeline('bench').run((run) => loop(run.log))"};
  const { logs } = exportStatus() ?? {};
  const { user, system } = process.cpuUsage();
  process.stdout.write(JSON.stringify({ lines, logs, cpuSeconds: (user + system) / 1e6 }) + '\\n');`;

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly lines: number;
  readonly logs?: { delivered: number; dropped: number; refused: number; rejectedByServer: number; thinned: number };
}

const measure = async (program: string, url: string, buffer: string): Promise<Measured> => {
  const startedAtMs = performance.now();
  const args = ['--conditions=@sightglass/source', '--input-type=module', '-e', program];
  const child = spawn(process.execPath, args, {
    cwd: new URL('../packages/cli', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, BENCH_URL: url, BENCH_BUFFER: buffer },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { ...(JSON.parse(output.trim().split('\n').at(-1) ?? '{}') as Omit<Measured, 'seconds'>), seconds };
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-bench-'));
const sink = await startSink();
const url = process.env['BENCH_URL'] ?? sink.url;
for (const kind of (process.env['KINDS'] ?? Object.keys(callOf).join(',')).split(',')) {
  const runs: { readonly alone: Measured; readonly logged: Measured }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const alone = await measure(programOf(kind, true), url, folder.path);
    const logged = await measure(programOf(kind, false), url, folder.path);
    runs.push({ alone, logged });
    const { delivered = 0, dropped = 0, refused = 0, rejectedByServer = 0, thinned = 0 } = logged.logs ?? {};
    const unaccounted = logged.lines - delivered - dropped - refused - rejectedByServer - thinned;
    console.error(
      `${kind} ${megabytes} MB, ${logged.lines} records: delivered ${delivered}, left out ${thinned}, lost ${dropped + refused + rejectedByServer}, waiting ${unaccounted}`,
    );
  }
  const cpu = median(runs.map(({ alone, logged }) => logged.cpuSeconds - alone.cpuSeconds));
  const seconds = median(runs.map(({ logged }) => logged.seconds));
  const slower = median(runs.map(({ alone, logged }) => logged.seconds - alone.seconds));
  console.error(
    `${kind}: ${(megabytes / seconds).toFixed(0)} MB/s, CPU ${((cpu / megabytes) * 100).toFixed(2)} s per 100 MB, ${slower.toFixed(2)} s slower than alone`,
  );
}
sink.stop();
