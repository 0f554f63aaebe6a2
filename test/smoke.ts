// The README's first command as a person runs it: `npm start`, a look at the dashboard and two runs, Ctrl-C.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const url = 'http://127.0.0.1:4318';
const deadlineMs = 240_000;

const folder = await mkdtemp(join(tmpdir(), 'sightglass-smoke-'));
const startedAt = Date.now();
const demo = spawn('npm', ['start', '--', '--data', folder], {
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true,
});
const exited = new Promise<number | null>((resolve) => demo.once('exit', resolve));

const until = async <Value>(what: string, attempt: () => Promise<Value | undefined>): Promise<Value> => {
  while (Date.now() - startedAt < deadlineMs) {
    const answer = await attempt().catch(() => undefined);
    if (answer !== undefined) return answer;
    await pause(250);
  }
  throw new Error(`${what} did not happen within ${deadlineMs / 1_000} s`);
};

const get = async <Body>(path: string): Promise<Body> => (await fetch(`${url}${path}`)).json() as Promise<Body>;

interface Items<Item> {
  readonly items: readonly Item[];
}

const seconds = (): string => `${((Date.now() - startedAt) / 1_000).toFixed(1)} s`;

try {
  await until('The server', async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined));
  console.log(`smoke: ready after ${seconds()}`);
  const page = await (await fetch(url)).text();
  assert.match(page, /<div id="root">/, 'the dashboard is served at /');
  const runs = await until('Two finished runs', async () => {
    const { items } = await get<{ items: { state: string; rows: { read: number }; balanced: boolean | null }[] }>(
      '/api/v1/runs?namespace=flights',
    );
    return items.filter(({ state }) => state !== 'running').length >= 2 ? items : undefined;
  });
  console.log(`smoke: ${runs.length} runs after ${seconds()}`);
  assert.ok(runs.some(({ state, rows, balanced }) => state === 'succeeded' && rows.read > 0 && balanced === true));
  await until('Databases, APIs and Data quality', async () => {
    const { items: databases } = await get<Items<{ state: string }>>('/api/v1/dependencies');
    const { items: apis } =
      await get<Items<{ name: string; requests: number; probe: { state: string } | null }>>('/api/v1/apis');
    const { items: contracts } = await get<Items<{ contract: string; filesChecked: number }>>('/api/v1/checks');
    const airports = apis.find(({ name }) => name === 'airports');
    const dailyDrop = contracts.find(({ contract }) => contract === 'daily-drop');
    const isWatched = databases[0]?.state === 'up' && airports?.probe?.state === 'pass';
    const isUsed = (airports?.requests ?? 0) > 0 && (dailyDrop?.filesChecked ?? 0) >= 2;
    return isWatched && isUsed ? true : undefined;
  });
  console.log(`smoke: databases, APIs and contracts after ${seconds()}`);
  await until('The simulated company', async () => {
    const { items } = await get<Items<{ lastRun: { environment: string | null } }>>('/api/v1/pipelines');
    return items.filter(({ lastRun }) => lastRun.environment === 'simulated').length === 14 ? true : undefined;
  });
  console.log(`smoke: the simulated company after ${seconds()}`);
  process.kill(-(demo.pid as number), 'SIGINT');
  const code = await Promise.race([exited, pause(20_000).then(() => 'still running' as const)]);
  assert.notEqual(code, 'still running', 'Ctrl-C ends it');
  await assert.rejects(fetch(`${url}/healthz`), 'nothing listens afterwards');
  console.log(`smoke: ended cleanly after ${seconds()}`);
} finally {
  try {
    process.kill(-(demo.pid as number), 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
  await rm(folder, { recursive: true, force: true });
}
