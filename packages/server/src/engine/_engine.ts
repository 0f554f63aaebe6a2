import { mkdtempDisposable } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createEvents } from '../events/_events.ts';
import { createTelemetryClient, type TelemetryClient } from '../storage/telemetry/client.ts';
import { migrateTelemetry } from '../storage/telemetry/migrate.ts';
import { type Insert, insertBy } from './_insert.ts';
import { superviseEngine, type EngineSupervisor } from './supervisor.ts';

/** A database of its own on a real engine. */
export interface TestEngine extends AsyncDisposable {
  readonly telemetry: TelemetryClient;
  readonly folder: string;
  readonly insert: Insert;
}

/** The engine that all test files of this process share; it ends with the process, its folder with the test run. */
let shared: Promise<EngineSupervisor> | undefined;
let databases = 0;

const startShared = async (): Promise<EngineSupervisor> => {
  const { path } = await mkdtempDisposable(join(inject('sharedFolder'), 'engine-'));
  return superviseEngine({ dataDir: path, events: createEvents(() => {}) });
};

export const startTestEngine = async (): Promise<TestEngine> => {
  const { address } = await (shared ??= startShared());
  const home = await mkdtempDisposable(join(inject('sharedFolder'), 'database-'));
  const database = `test_${(databases += 1)}`;
  const inDefault = createTelemetryClient({ address, database: 'default' });
  await inDefault.execute(`CREATE DATABASE ${database}`);
  const telemetry = createTelemetryClient({ address, database });
  await migrateTelemetry(telemetry);
  return {
    telemetry,
    folder: home.path,
    insert: insertBy(telemetry, home.path),
    async [Symbol.asyncDispose]() {
      await telemetry[Symbol.asyncDispose]();
      await inDefault.execute(`DROP DATABASE ${database} SYNC`);
      await inDefault[Symbol.asyncDispose]();
      await home.remove();
    },
  };
};
