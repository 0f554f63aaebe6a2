import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEvents } from '../events/_events.ts';
import { createTelemetryClient, type TelemetryClient } from '../storage/telemetry/client.ts';
import { beginWithTemplate } from '../storage/telemetry/engine-template.ts';
import { migrateTelemetry } from '../storage/telemetry/migrate.ts';
import { type Insert, insertBy } from './_insert.ts';
import { superviseEngine, type EngineSupervisor, type SupervisorOptions } from './supervisor.ts';

/** An engine process for one test or measurement alone. */
export interface OwnEngine extends AsyncDisposable {
  readonly engine: EngineSupervisor;
  readonly telemetry: TelemetryClient;
  readonly folder: string;
  readonly insert: Insert;
}

/** For what is about the engine itself; everything else takes a database of `startTestEngine`. */
export const startOwnEngine = async (
  options: Pick<SupervisorOptions, 'heartbeatIntervalMs' | 'heartbeatTimeoutMs'> = {},
): Promise<OwnEngine> => {
  const home = await mkdtempDisposable(join(tmpdir(), 'sightglass-engine-'));
  const folder = home.path;
  await beginWithTemplate(folder);
  const engine = await superviseEngine({ ...options, dataDir: folder, events: createEvents(() => {}) });
  const telemetry = createTelemetryClient({ address: engine.address, database: 'default' });
  await migrateTelemetry(telemetry);
  return {
    engine,
    telemetry,
    folder,
    insert: insertBy(telemetry, folder),
    async [Symbol.asyncDispose]() {
      await telemetry[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
      await home.remove();
    },
  };
};
