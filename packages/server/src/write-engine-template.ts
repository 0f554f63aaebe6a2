import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOwnTelemetry } from './events/own-telemetry.ts';
import { packFolder } from './storage/packed-folder.ts';
import { createTelemetryClient, type TelemetryClient } from './storage/telemetry/client.ts';
import { migrateTelemetry } from './storage/telemetry/migrate.ts';
import { engineEvents } from './engine/events.ts';
import { superviseEngine } from './engine/supervisor.ts';

/** Writes what `beginWithTemplate` begins with; only packaging and tests do. */
export const writeEngineTemplate = async (file: string): Promise<void> => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-template-'));
  {
    await using engine = await superviseEngine({
      dataDir: folder.path,
      events: engineEvents(createOwnTelemetry(() => {})),
    });
    await using telemetry = createTelemetryClient({ address: engine.address, database: 'default' });
    await migrateTelemetry(telemetry);
    await gatherMigrations(telemetry);
  }
  await packFolder(join(folder.path, 'engine'), file);
};

/** Each migration was noted by itself, so each has files of its own; one insert makes them a third of all files. */
const gatherMigrations = async (telemetry: TelemetryClient): Promise<void> => {
  const rows = await telemetry.rows<{ Row: string }>(
    "SELECT format('(\\'{}\\', {})', Name, toUnixTimestamp(AppliedAt)) AS Row FROM schema_migrations ORDER BY Name",
  );
  await telemetry.execute('TRUNCATE TABLE schema_migrations');
  await telemetry.execute(`INSERT INTO schema_migrations VALUES ${rows.map(({ Row }) => Row).join(', ')}`);
};
