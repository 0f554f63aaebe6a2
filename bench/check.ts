// A CSV file against a contract: ours, pandas with hand-written checks, Great Expectations and DuckDB, paired on the same file.
//   node --conditions=@sightglass/source bench/check.ts [--rows 1000000] [--rounds 3] [--python /path/to/python]
// The peers come from PyPI into a temporary folder, unless --python names an interpreter that has them. Ours is built first and runs as
// it is installed: the stripping of types would cost CPU that no user spends. Told apart: the check alone, and the whole process, of
// which loading libraries (theirs) and compiling hot code (ours) are a part.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { flightsCsv } from './_flights.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    python: { type: 'string' },
  },
});
const run = promisify(execFile);
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const dir = await mkdtemp(join(tmpdir(), 'sightglass-bench-'));

interface Measured {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly processCpuSeconds: number;
  readonly rows: number;
  readonly rejected: number;
  readonly peakBytes?: number;
}

const pythonWithPeers = async (): Promise<string> => {
  if (values.python !== undefined) return values.python;
  await run('python3', ['-m', 'venv', join(dir, 'venv')]);
  await run(join(dir, 'venv/bin/pip'), ['install', '--quiet', 'pandas', 'duckdb', 'great_expectations']);
  return join(dir, 'venv/bin/python');
};

const measure = async (command: string, args: readonly string[]): Promise<Measured> => {
  const { stdout } = await run(command, args, { cwd: path('.') });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Measured;
};

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? Number.NaN;

const file = join(dir, 'flights.csv');
try {
  await writeFile(file, flightsCsv(Number(values.rows)));
  const python = await pythonWithPeers();
  await run(process.execPath, [path('../node_modules/typescript/bin/tsc'), '-b', path('../packages/sdk')]);
  const program = stripTypeScriptTypes(await readFile(path('_check-ours.ts'), 'utf8'));
  const ours = (...args: string[]) =>
    measure(process.execPath, ['--input-type=module', '--eval', program, '--', file, ...args]);
  const peer = (name: string) => measure(python, [path('check-peers.py'), name, file]);
  const contestants: Readonly<Record<string, () => Promise<Measured>>> = {
    ours: () => ours('check'),
    'ours with profile': () => ours('profile'),
    'ours with profile, two threads': () => ours('profile', '2'),
    pandas: () => peer('pandas'),
    'Great Expectations': () => peer('great_expectations'),
    DuckDB: () => peer('duckdb'),
    'DuckDB with profile': () => peer('duckdb_profile'),
  };
  const found = new Map<string, Measured[]>(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const [name, contest] of Object.entries(contestants)) found.get(name)?.push(await contest());
  const medians = [...found].map(([name, all]) => ({
    name,
    wallSeconds: median(all.map(({ wallSeconds }) => wallSeconds)),
    cpuSeconds: median(all.map(({ cpuSeconds }) => cpuSeconds)),
    processCpuSeconds: median(all.map(({ processCpuSeconds }) => processCpuSeconds)),
    rows: all[0]?.rows,
    rejected: all[0]?.rejected,
  }));
  const [own] = medians;
  console.table(
    medians.map((one) => ({
      ...one,
      'wall × ours': (one.wallSeconds / (own?.wallSeconds ?? 1)).toFixed(2),
      'cpu × ours': (one.cpuSeconds / (own?.cpuSeconds ?? 1)).toFixed(2),
      'process × ours': (one.processCpuSeconds / (own?.processCpuSeconds ?? 1)).toFixed(2),
    })),
  );
} finally {
  await rm(dir, { recursive: true });
}
