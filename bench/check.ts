// CSV files against a contract: `sightglass check`, DuckDB, polars and pandas with the same checks, one after the other on the same file,
// each as a whole process, from its start to its end. They count what is broken; ours writes the rejected rows too.
//   node --conditions=@sightglass/source bench/check.ts [--shapes flights,wide,long] [--peers duckdb,polars,pandas] [--rounds 3] [--python /path]
// The peers come from PyPI into a temporary folder, unless --python names an interpreter that has them; great_expectations is one, too, on
// flights. Ours is built first and runs from dist. CPU is user and system time of a process with its threads: on a machine with other work,
// believe that rather than the wall time.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { shapes, type Shape } from './shapes/check-shapes.ts';

const { values } = parseArgs({
  options: {
    shapes: { type: 'string', default: 'flights,wide,long' },
    peers: { type: 'string', default: 'duckdb,polars,pandas' },
    rounds: { type: 'string', default: '3' },
    python: { type: 'string' },
  },
});
const run = promisify(execFile);
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const peers = values.peers.split(',');

interface Measured {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  /** Rows, and what is broken. */
  readonly found: string;
}

/** CPU seconds, user and system, of all children that have ended. */
const childrenCpuSeconds = (): number => {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) / 100;
};

/** The most memory a process has had so far; undefined once it has ended. */
const peakMegabytesOf = (pid: number | undefined): number | undefined => {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
};

const measure = async (command: string, args: readonly string[]): Promise<Measured> => {
  const before = childrenCpuSeconds();
  const startedAtMs = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let found = '';
  child.stdout.on('data', (chunk: Buffer) => (found += chunk.toString()));
  let peakMegabytes = 0;
  const watch = setInterval(() => (peakMegabytes = peakMegabytesOf(child.pid) ?? peakMegabytes), 10);
  await once(child, 'close');
  clearInterval(watch);
  const wallSeconds = (performance.now() - startedAtMs) / 1000;
  return { wallSeconds, cpuSeconds: childrenCpuSeconds() - before, peakMegabytes, found };
};

const pythonWithPeers = async (folder: string): Promise<string> => {
  if (values.python !== undefined) return values.python;
  await run('python3', ['-m', 'venv', join(folder, 'venv')]);
  await run(join(folder, 'venv/bin/pip'), ['install', '--quiet', ...new Set(['pandas', ...peers])]);
  return join(folder, 'venv/bin/python');
};

const contestants = (shape: Shape, folder: string, file: string, python: string) => {
  const contract = join(folder, 'contract.json');
  const ours = async (...flags: string[]): Promise<Measured> => {
    const main = path('../packages/cli/dist/main.js');
    const args = ['check', file, '--contract', contract, '--rejects', folder, '--overwrite', '--json', ...flags];
    const measured = await measure(process.execPath, [main, ...args]);
    const { rows, rejected } = JSON.parse(measured.found) as { readonly rows: number; readonly rejected: number };
    return { ...measured, found: `${rows} ${rejected}` };
  };
  const peer = (name: string) => measure(python, [path('check-peers.py'), name, file, JSON.stringify(shape.columns)]);
  return new Map<string, () => Promise<Measured>>([
    ['ours', () => ours('--no-profile')],
    ...peers.map((name) => [name, () => peer(name)] as const),
    ['ours with profiles', () => ours()],
  ]);
};

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? Number.NaN;

const compare = async (shape: Shape, folder: string, python: string): Promise<void> => {
  const file = join(folder, 'rows.csv');
  await shape.write(file);
  await writeFile(join(folder, 'contract.json'), JSON.stringify({ columns: shape.columns }));
  const measured = new Map<string, Measured[]>();
  for (const [name, contest] of contestants(shape, folder, file, python)) {
    await contest();
    measured.set(name, []);
  }
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const [name, contest] of contestants(shape, folder, file, python)) measured.get(name)?.push(await contest());
  console.log(shape.what);
  const ours = measured.get('ours') ?? [];
  const ratio = (all: readonly Measured[], of: (one: Measured) => number): string =>
    median(all.map((one, round) => of(ours[round]!) / of(one))).toFixed(2);
  console.table(
    [...measured].map(([name, all]) => ({
      name,
      'wall s': median(all.map(({ wallSeconds }) => wallSeconds)).toFixed(2),
      'CPU s': median(all.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2),
      'peak MB': Math.round(median(all.map(({ peakMegabytes }) => peakMegabytes))),
      'ours ÷ it, wall': ratio(all, ({ wallSeconds }) => wallSeconds),
      'ours ÷ it, CPU': ratio(all, ({ cpuSeconds }) => cpuSeconds),
      'rows, broken': all[0]?.found.trim(),
    })),
  );
};

await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-bench-'));
const python = await pythonWithPeers(folder.path);
await run(process.execPath, [path('../node_modules/typescript/bin/tsc'), '-b', path('../packages/cli')]);
for (const name of values.shapes.split(',')) {
  const shape = shapes[name];
  if (shape === undefined) throw new Error(`there is no shape ${name}; there are ${Object.keys(shapes).join(', ')}`);
  await compare(shape, folder.path, python);
}
