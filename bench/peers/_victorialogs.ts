import { execFile, spawn } from 'node:child_process';
import { access, mkdir, mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../../examples/flights/src/warehouse/postgres/free-port.ts';
import { folderBytes } from '../_process.ts';
import type { Store } from './_store.ts';

export const victoriaLogsVersion = 'v1.52.2';

/** Builds VictoriaLogs from its Go module, once; needs `go`. Answers the path of the program. */
export const buildVictoriaLogs = async (): Promise<string> => {
  const folder = fileURLToPath(
    new URL(`../../node_modules/.cache/sightglass/peers/${victoriaLogsVersion}`, import.meta.url),
  );
  const program = join(folder, 'victoria-logs');
  const isBuilt = await access(program).then(
    () => true,
    () => false,
  );
  if (isBuilt) return program;
  await mkdir(folder, { recursive: true });
  await promisify(execFile)(
    'go',
    ['install', `github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs@${victoriaLogsVersion}`],
    { env: { ...process.env, GOBIN: folder } },
  );
  return program;
};

/** One on loopback with its usual settings, but that it keeps records however old they are; in an empty folder, or in one that is kept. */
export const startVictoriaLogs = async (kept?: string): Promise<Store> => {
  const program = await buildVictoriaLogs();
  const own = kept === undefined ? await mkdtempDisposable(join(tmpdir(), 'victoria-logs-')) : undefined;
  const path = kept ?? (own?.path as string);
  const port = await freePort();
  const child = spawn(
    program,
    [`-httpListenAddr=127.0.0.1:${port}`, `-storageDataPath=${path}`, '-retentionPeriod=100y', '-loggerLevel=ERROR'],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(`${url}/health`);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  return {
    name: `VictoriaLogs ${victoriaLogsVersion}`,
    otlpUrl: `${url}/insert/opentelemetry`,
    processId: child.pid as number,
    async count() {
      const query = new URLSearchParams({
        query: '_time:[2026-01-01, 2028-01-01) | stats count() records',
      });
      const response = await fetch(`${url}/select/logsql/query`, { method: 'POST', body: query });
      return Number((JSON.parse(await response.text()) as { records: string }).records);
    },
    async bytesOnceStopped() {
      await stop();
      return folderBytes(path);
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await own?.remove();
    },
  };
};

const untilHealthy = async (url: string): Promise<void> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const isHealthy = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isHealthy) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer.`);
};
