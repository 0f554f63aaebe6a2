import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createCliWorkspace, type CliWorkspace } from '../packages/cli/testing/run-cli.ts';
import { eventsRequest, lifecycleEvent } from '../packages/server/src/rooms/runs/_runs.ts';
import { createDataDir, type DataDir, startServerProcess, type ServerProcess } from './_server.ts';

/** A server to take backups of, and where they go. */
export interface BackedUp extends AsyncDisposable {
  readonly data: DataDir;
  /** It may be ended, and another be put in its place. */
  server: ServerProcess;
  readonly space: CliWorkspace;
  readonly inSpace: (name: string) => string;
}

export const openBackedUp = async (): Promise<BackedUp> => {
  await using opened = new AsyncDisposableStack();
  const data = opened.use(await createDataDir());
  const space = opened.use(await createCliWorkspace());
  const backedUp = {
    data,
    space,
    server: await startServerProcess(data.path),
    inSpace: (name: string): string => join(space.dir, name),
  };
  opened.defer(() => backedUp.server[Symbol.asyncDispose]());
  const owned = opened.move();
  return Object.assign(backedUp, { [Symbol.asyncDispose]: () => owned.disposeAsync() });
};

export const startRun = async (url: string, runId: string): Promise<void> => {
  const body = eventsRequest([lifecycleEvent('runStarted', Date.now(), { runId, pipelineName: 'orders' })]);
  const headers = { 'content-type': 'application/x-protobuf', 'idempotency-key': runId };
  expect((await fetch(`${url}/v1/logs`, { method: 'POST', headers, body })).status).toBe(200);
};

/** What a backup leaves in the data folder while it is taken. */
export const leftIn = async (dataDir: string): Promise<string[]> => [
  ...(await readdir(dataDir)).filter((name) => name === 'backup.part'),
  ...(await readdir(join(dataDir, 'engine', 'shadow')).catch(() => [])).filter((name) => name.startsWith('sightglass')),
];
