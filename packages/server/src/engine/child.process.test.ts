import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

const script = fileURLToPath(new URL('./child.ts', import.meta.url));

const authorised = { authorization: `Basic ${Buffer.from('default:secret').toString('base64')}` };

const queriesWithoutEnd = async (port: number): Promise<void> => {
  const body = 'SELECT uniqExact(toString(number)) FROM numbers(3000000)';
  for (;;) await (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body, headers: authorised })).text();
};

it('an engine at work whose server is gone is ended by the system: its own exit can crash or hang', async () => {
  const folder = temporaryFolder();
  const env = { ...process.env, SIGHTGLASS_ENGINE_PASSWORD: 'secret', UV_THREADPOOL_SIZE: '12' };
  const child = fork(script, [folder], {
    execArgv: [],
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const exited = once(child, 'exit');
  try {
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const queries = Promise.allSettled([queriesWithoutEnd(port), queriesWithoutEnd(port), queriesWithoutEnd(port)]);
    child.disconnect();
    expect(await exited).toEqual([null, 'SIGKILL']);
    await queries;
  } finally {
    child.kill('SIGKILL');
  }
});

const failing =
  'SELECT number, throwIf(number = 5000) FROM numbers(9000) SETTINGS max_block_size = 1000, max_threads = 1';

it('what a query wrote before it failed or its reader left is no part of the next answer', async () => {
  const folder = temporaryFolder();
  const env = { ...process.env, SIGHTGLASS_ENGINE_PASSWORD: 'secret', UV_THREADPOOL_SIZE: '12' };
  const child = fork(script, [folder], {
    execArgv: [],
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  try {
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const query = async (body: string, signal?: AbortSignal): Promise<string> =>
      (
        await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body, headers: authorised, signal: signal ?? null })
      ).text();
    for (let round = 0; round < 8; round += 1)
      expect(await query(`${failing} FORMAT JSONEachRow`)).toContain('Code: 395');
    for (let round = 0; round < 8; round += 1) expect(await query(`SELECT ${round} AS next`)).toBe(`${round}\n`);
    const answers = Array.from({ length: 400 }, async (_, id) => {
      const isLeft = id % 3 === 0;
      const signal = isLeft ? AbortSignal.timeout(id % 40) : undefined;
      const rows = `SELECT ${id} AS id, count() FROM numbers(${(id * 997) % 30_000}) WHERE sipHash64(number) % 7 = 3`;
      const answer = await query(`${rows} FORMAT JSONEachRow`, signal).catch(() => undefined);
      return isLeft || answer?.match(/"id":/gu)?.length === 1;
    });
    expect(await Promise.all(answers)).not.toContain(false);
  } finally {
    child.kill('SIGKILL');
  }
});
