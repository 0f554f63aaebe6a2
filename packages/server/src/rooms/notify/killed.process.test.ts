import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startSmtpServer } from './_smtp-server.ts';

const script = fileURLToPath(new URL('./_outbox-process.ts', import.meta.url));
const begin = (folder: string, port: number) =>
  spawn(process.execPath, ['--conditions=@sightglass/source', script, folder, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

test('case 27, of sending: killed between sending and noting it, the message is sent again as the same, and counts once', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-outbox-'));
  await using smtp = await startSmtpServer();
  const state = join(folder.path, 'state');
  smtp.set('hang');
  const killed = begin(state, smtp.port);
  smtp.onTaken(() => killed.kill('SIGKILL'));
  expect(await once(killed, 'exit')).toEqual([null, 'SIGKILL']);
  smtp.set('take');
  smtp.onTaken(() => {});

  const next = begin(state, smtp.port);
  const [printed] = await Promise.all([text(next.stdout), once(next, 'exit')]);
  expect(JSON.parse(printed)).toMatchObject({
    notifications: [{ kind: 'opened', status: 'accepted', attempts: 2 }],
    deliveries: [{ outcome: 'uncertain' }, { outcome: 'accepted' }],
  });
  expect(smtp.taken).toHaveLength(2);
  expect(smtp.taken[1]?.raw).toBe(smtp.taken[0]?.raw);
});
