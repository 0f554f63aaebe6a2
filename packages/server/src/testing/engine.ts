import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { superviseEngine } from '../engine/supervisor.ts';
import { createEvents } from '../events.ts';
import { createTelemetryClient, type TelemetryClient } from '../storage/telemetry/client.ts';
import { migrateTelemetry } from '../storage/telemetry/migrate.ts';

export interface TestEngine extends AsyncDisposable {
  readonly telemetry: TelemetryClient;
  /** A folder that goes with the engine. */
  readonly folder: string;
}

/** A real telemetry engine of its own, migrated and empty. */
export const startTestEngine = async (): Promise<TestEngine> => {
  const folder = await mkdtemp(join(tmpdir(), 'sightglass-engine-'));
  const engine = await superviseEngine({ dataDir: folder, events: createEvents(() => {}) });
  const telemetry = createTelemetryClient({ address: () => engine.address(), database: 'default' });
  await migrateTelemetry(telemetry);
  return {
    telemetry,
    folder,
    async [Symbol.asyncDispose]() {
      await telemetry[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
