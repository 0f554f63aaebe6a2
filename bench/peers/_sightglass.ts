import { superviseEngine } from '../../packages/server/src/engine/supervisor.ts';
import { createEvents } from '../../packages/server/src/events/_events.ts';
import { createTelemetryClient } from '../../packages/server/src/storage/telemetry/client.ts';
import { startBenchServer } from '../_process.ts';
import { countOf } from '../_send.ts';
import type { Store } from './_store.ts';

/** Our server as `sightglass serve` starts it, for the same bench as its peers; `kept` is a folder whose data stays. */
export const startSightglass = async (kept?: string): Promise<Store> => {
  const server = await startBenchServer({ kept });
  return {
    name: 'Sightglass',
    otlpUrl: server.url,
    processId: server.pids()[0] as number,
    count: () => countOf(server.url),
    async bytesOnceStopped() {
      await server.stop();
      return activeBytes(server.dataDir);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
};

/** Of all tables, without parts that are merged already and wait to be deleted. */
const activeBytes = async (dataDir: string): Promise<number> => {
  await using engine = await superviseEngine({ dataDir, events: createEvents(() => {}) });
  await using telemetry = createTelemetryClient({ address: engine.address, database: 'default' });
  const [row] = await telemetry.rows<{ bytes: number }>(
    'SELECT toFloat64(sum(bytes_on_disk)) AS bytes FROM system.parts WHERE active AND database = currentDatabase()',
  );
  return row?.bytes ?? 0;
};
