import { execFile } from 'node:child_process';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { flightsProgram, startFlightsWorld } from './index.ts';
import { programFile } from '../../../test/program-file.ts';
import { temporaryFolder } from '../../../test/temporary-folder.ts';

await using stack = new AsyncDisposableStack();
const dataFolder = temporaryFolder();
const world = stack.use(await startFlightsWorld());
const opened = stack.move();
afterAll(() => opened.disposeAsync());

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [
        '--conditions=@sightglass/source',
        programFile(flightsProgram),
        '--data',
        dataFolder,
        '--rows-per-second',
        '1000000',
        ...args,
      ],
      { cwd: dataFolder, timeout: 80_000, env: { ...process.env, OTEL_SDK_DISABLED: 'true', ...env } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, signal: child.signalCode, stdout, stderr }),
    );
  });

const inWorld = (scenario: string): Promise<Ended> =>
  start(['--scenario', scenario, '--warehouse-url', world.warehouseUrl, '--airports-url', world.airportsUrl]);

const countFlights = async (): Promise<number> => {
  const client = new pg.Client({ connectionString: world.warehouseUrl });
  await client.connect();
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::integer AS count FROM flights');
  await client.end();
  return rows[0]?.count ?? NaN;
};

test('a killed run leaves nothing behind, the next one loads everything, and a leaking one grows by far more than its data', async () => {
  expect(await inWorld('silent-stop')).toMatchObject({ code: null, signal: 'SIGKILL', stdout: '' });
  expect(await countFlights()).toBe(0);
  const normal = await inWorld('normal');
  expect(normal).toMatchObject({ code: 0, stdout: expect.stringMatching(/^loaded by run /) });
  expect(await countFlights()).toBe(16_712);
  const peakMb = ({ stdout }: Ended): number => Number(/peak memory (\d+) MB/.exec(stdout)?.[1]);
  expect(peakMb(await inWorld('memory-leak'))).toBeGreaterThan(peakMb(normal) + 100);
});

test.each([
  ['called flights', { OTEL_SDK_DISABLED: 'true' }],
  [
    'called after its run',
    { OTEL_SDK_DISABLED: 'false', SIGHTGLASS_URL: 'http://127.0.0.1:9', SIGHTGLASS_BUFFER_DIR: 'off' },
  ],
])('with a warehouse of somebody else only this pipeline is disturbed, its session %s', async (_name, env) => {
  const ended = await start(['--scenario', 'db-down'], { FLIGHTS_WAREHOUSE_URL: world.warehouseUrl, ...env });
  expect(ended).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^not loaded: the warehouse at .* is away: /m),
  });
  expect(await countFlights()).toBe(16_712);
});

test.each([
  ['an unknown scenario', ['--scenario', 'earthquake'], 'there is no scenario "earthquake"'],
  ['a warehouse of another make', ['--warehouse-url', 'mysql://x'], 'the warehouse URL must begin with postgres://'],
])('%s is refused with exit code 1', async (_name, args, message) => {
  const ended = await start(args);
  expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(`not loaded: ${message}`) });
});
