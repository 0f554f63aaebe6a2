import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { startAirportsApi } from '../src/airports/api.ts';
import { healthy } from '../src/airports/behaviour.ts';
import { dirtyDropOf, leftOutLines, rejectedLines } from '../src/drops/dirty-drop.ts';
import { dropOf } from '../src/drops/drop.ts';
import { scenarios, setAirportsBehaviour } from '../src/scenarios.ts';
import { temporaryFolder } from '../../../test/temporary-folder.ts';

const etl = fileURLToPath(new URL('./etl.py', import.meta.url));
const pythonIsMissing = spawnSync('python3', ['--version']).status !== 0;

await using stack = new AsyncDisposableStack();
const folder = temporaryFolder();
const api = stack.use(await startAirportsApi());
const clean = await dropOf('2001-01-03', folder);
const opened = stack.move();
afterAll(() => opened.disposeAsync());
const quick = { ...healthy, latencyMs: [0, 1] } as const;
beforeEach(() => setAirportsBehaviour(api.url, quick));

const warehouse = join(folder, 'flights.sqlite');
const load = (drop: string, airports = api.url) =>
  new Promise<{ code: number | null; facts: Record<string, unknown>[]; log: string }>((resolve) => {
    const args = [etl, '--drop', drop, '--airports', airports, '--warehouse', warehouse, '--rows-per-second', '1e9'];
    const child = execFile('python3', args, { timeout: 30_000 }, (_error, stdout, stderr) => {
      const lines = stdout.split('\n').filter((line) => line !== '');
      const facts = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      resolve({ code: child.exitCode, facts, log: stderr });
    });
  });

const countFlights = (): unknown => {
  using database = new DatabaseSync(warehouse);
  return database.prepare('SELECT count(*) AS count FROM flights').get()?.['count'];
};

test.skipIf(pythonIsMissing)('loads the same day twice into the same rows (needs python3)', async () => {
  for (const { code, facts } of [await load(clean.path), await load(clean.path)]) {
    expect(code).toBe(0);
    expect(facts.at(-1)).toMatchObject({
      event: 'loaded',
      read: 16_948,
      written: 16_712,
      filtered: 233,
      deduplicated: 3,
    });
  }
  expect(countFlights()).toBe(16_712);
});

test.skipIf(pythonIsMissing)('rejects the same lines as the TypeScript pipeline (needs python3)', async () => {
  const { repeated_line, unknown_airport } = leftOutLines;
  const { facts, log } = await load((await dirtyDropOf(clean, join(folder, 'dirty-2001-01-03.csv'), 1)).path);
  const reasons = facts.filter(({ event }) => event === 'rows rejected').map(({ reason, rows }) => [reason, rows]);
  expect(Object.fromEntries(reasons)).toEqual(rejectedLines);
  expect(facts.at(-1)).toMatchObject({ deduplicated: 3 + repeated_line, unmatched: unknown_airport, filtered: 233 });
  expect(log).toMatch(/WARNING flights: line \d+ rejected: date\.type: /);
});

test.skipIf(pythonIsMissing)('loads without cities when the API is down (needs python3)', async () => {
  await setAirportsBehaviour(api.url, { ...quick, faults: scenarios['api-down'].airports!.faults });
  const { code, facts, log } = await load(clean.path);
  expect(code).toBe(0);
  expect(facts.at(-1)).toMatchObject({ written: 16_712, without_cities: expect.any(Number) });
  expect(log).toContain('ERROR flights: airports API given up');
});

test.skipIf(pythonIsMissing)('says what is wrong and exits with 1 when it cannot load (needs python3)', async () => {
  const { code, log } = await load(join(folder, 'nowhere-2001-01-03.csv'));
  expect(code).toBe(1);
  expect(log).toContain('FileNotFoundError');
});
