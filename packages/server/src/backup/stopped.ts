import { access, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { engineEvents } from '../engine/events.ts';
import { superviseEngine } from '../engine/supervisor.ts';
import { createOwnTelemetry } from '../events/own-telemetry.ts';
import { lockDataDir } from '../storage/data-lock.ts';
import { openPglite } from '../storage/state/pglite.ts';
import { createTelemetryClient } from '../storage/telemetry/client.ts';
import type { BackupHead } from './contents.ts';
import { BackupError } from './errors.ts';
import { takeSnapshot } from './snapshot.ts';
import { productVersion } from './version.ts';
import { writeBackup } from './write-backup.ts';

export interface StoppedBackup extends AsyncDisposable {
  readonly head: BackupHead;
  readonly bytes: Readable;
}

/**
 * A backup of a data folder that no server uses: both engines are started for it, and migrate nothing. Raises BackupError,
 * DataDirInUseError, EngineStartError.
 */
export const backupStopped = async (folder: string): Promise<StoppedBackup> => {
  const dataDir = resolve(folder);
  if (!(await isThere(join(dataDir, 'engine'))))
    throw new BackupError('BACKUP_FAILED', `${dataDir} is no data folder of Sightglass: it has no folder "engine".`);
  await using parts = new AsyncDisposableStack();
  parts.use(await lockDataDir(dataDir));
  const events = engineEvents(createOwnTelemetry(() => {}));
  const engine = parts.use(await superviseEngine({ dataDir, events }));
  const telemetry = parts.use(createTelemetryClient({ address: engine.address, database: 'default' }));
  const hasState = await isThere(join(dataDir, 'state', 'PG_VERSION'));
  const state = hasState ? parts.use(await openPglite(join(dataDir, 'state'))) : undefined;
  const spool = join(dataDir, 'spool');
  const kept = await segmentsIn(join(spool, 'kept'));
  const snapshot = parts.use(
    await takeSnapshot({
      dataDir,
      version: productVersion(),
      telemetry,
      state: state ?? {},
      whileStill: (job) => job(),
      waitingSegments: () => segmentsIn(spool),
      keptSegments: () => kept,
    }),
  );
  const bytes = writeBackup(snapshot);
  parts.defer(() => void bytes.destroy());
  const owned = parts.move();
  return { head: snapshot.head, bytes, [Symbol.asyncDispose]: () => owned.disposeAsync() };
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const segmentsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.seg')).map((name) => join(folder, name));
