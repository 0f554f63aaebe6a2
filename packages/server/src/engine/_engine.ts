import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEvents } from '../events/events.ts';
import type { Signal } from '../wire/proto.ts';
import { everyKind, type ValueKinds } from '../wire/value-kinds.ts';
import { createTelemetryClient, type TelemetryClient } from '../storage/telemetry/client.ts';
import { migrateTelemetry } from '../storage/telemetry/migrate.ts';
import { segmentInsertSql } from '../storage/telemetry/segment/insert.ts';
import { superviseEngine, type EngineSupervisor } from './supervisor.ts';

/** A real engine in a folder of its own, for tests. */
export interface TestEngine extends AsyncDisposable {
  readonly engine: EngineSupervisor;
  readonly telemetry: TelemetryClient;
  readonly folder: string;
  /** Inserts request bodies as one segment. */
  insert(
    signal: Signal,
    bodies: readonly Uint8Array[],
    options?: { segmentId?: string; receivedAt?: Date; valueKinds?: ValueKinds },
  ): Promise<void>;
}

let segments = 0;

export const startTestEngine = async (): Promise<TestEngine> => {
  const home = await mkdtempDisposable(join(tmpdir(), 'sightglass-engine-'));
  const folder = home.path;
  const engine = await superviseEngine({ dataDir: folder, events: createEvents(() => {}) });
  const telemetry = createTelemetryClient({ address: engine.address, database: 'default' });
  await migrateTelemetry(telemetry);
  return {
    engine,
    telemetry,
    folder,
    async insert(
      signal,
      bodies,
      { segmentId = `test-${(segments += 1)}`, receivedAt = new Date(), valueKinds = everyKind } = {},
    ) {
      const file = join(folder, `${segmentId}.seg`);
      await writeFile(file, Buffer.concat(bodies));
      await telemetry.execute(segmentInsertSql({ signal, segmentId, receivedAt, valueKinds, source: { file } }));
    },
    async [Symbol.asyncDispose]() {
      await telemetry[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
      await home.remove();
    },
  };
};
