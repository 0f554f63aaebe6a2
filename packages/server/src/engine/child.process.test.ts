import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

const script = fileURLToPath(new URL('./child.ts', import.meta.url));

const queriesWithoutEnd = async (port: number): Promise<void> => {
  const headers = { authorization: `Basic ${Buffer.from('default:secret').toString('base64')}` };
  const body = 'SELECT uniqExact(toString(number)) FROM numbers(3000000)';
  for (;;) await (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body, headers })).text();
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
}, 60_000);
