import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { freezeTable, rowsInParts, signalTables, tableFolders } from '../storage/telemetry/parts/facts-parts.ts';
import type { TelemetryClient } from '../storage/telemetry/client.ts';
import { forNobody } from '../storage/telemetry/reader.ts';
import type { Entry } from './contents.ts';
import { BackupError } from './errors.ts';
import { copyInto, entriesBelow, linkFile, removeAll } from './files.ts';

/** Letters and `_` only: the engine writes others otherwise in the name of the folder. */
const frozenName = 'sightglass_backup';
/** Where the engine puts hard links of parts it is asked to freeze. */
export const frozenFolder = (dataDir: string): string => join(dataDir, 'engine', 'shadow', frozenName);

export interface FrozenEngine {
  readonly entries: readonly Entry[];
  readonly rows: Readonly<Record<string, number>>;
}

/** Tables that hold files, to be read before anything waits for it. */
export const tablesToFreeze = (telemetry: Pick<TelemetryClient, 'rows'>) => tableFolders(telemetry);
type Tables = Awaited<ReturnType<typeof tablesToFreeze>>;

/**
 * Hard links of all parts that queries read now, and copies of the small files beside them in `staging`. Parts never change, so both stay
 * what they are however long the backup takes. Nothing may be inserted meanwhile.
 */
export const freezeEngine = async (
  telemetry: Pick<TelemetryClient, 'execute' | 'rows'>,
  tables: Tables,
  { dataDir, staging }: { readonly dataDir: string; readonly staging: string },
): Promise<FrozenEngine> => {
  const engine = join(dataDir, 'engine');
  const frozen = frozenFolder(dataDir);
  await removeAll(frozen);
  const before = await rowsStored(telemetry);
  for (const { table } of tables) await freezeTable(telemetry, table, frozenName);
  await copySchema(engine, staging);
  const rows: Record<string, number> = {};
  for (const { table, folder } of tables) rows[table] = await completeTable(engine, frozen, folder);
  refuseOtherRows(rows, [before, await rowsStored(telemetry)]);
  return {
    entries: [...(await entriesBelow(staging, 'engine')), ...withoutTop(await entriesBelow(frozen, 'engine'))],
    rows,
  };
};

/** The engine leaves one file out of a frozen part, as `ATTACH` would not want it; ours goes back to its old place. Rows it holds. */
const completeTable = async (engine: string, frozen: string, tableFolder: string): Promise<number> => {
  const id = basename(tableFolder);
  const parts = join('store', id.slice(0, 3), id);
  const names = await readdir(join(frozen, parts)).catch(() => []);
  let rows = 0;
  for (const name of names) {
    await linkFile(
      join(engine, parts, name, 'metadata_version.txt'),
      join(frozen, parts, name, 'metadata_version.txt'),
    ).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    rows += Number(await readFile(join(frozen, parts, name, 'count.txt'), 'utf8'));
  }
  return rows;
};

/** What describes tables, and what each keeps beside its parts: how far mutations are, and which inserts it has seen. */
const copySchema = async (engine: string, staging: string): Promise<void> => {
  await mkdir(staging, { recursive: true });
  for (const name of ['metadata', 'data', 'user_defined']) await copyInto(join(engine, name), join(staging, name));
  for (const group of await readdir(join(engine, 'store')))
    for (const id of await readdir(join(engine, 'store', group)))
      await copyTable(engine, staging, join('store', group, id));
};

const copyTable = async (engine: string, staging: string, folder: string): Promise<void> => {
  await mkdir(join(staging, folder), { recursive: true });
  for (const item of await readdir(join(engine, folder), { withFileTypes: true })) {
    const isWanted = item.isDirectory() ? item.name === 'deduplication_logs' : !item.name.endsWith('.tmp');
    if (isWanted) await copyInto(join(engine, folder, item.name), join(staging, folder, item.name));
  }
};

/** Folders of tables are among the entries already. */
const withoutTop = (entries: readonly Entry[]): Entry[] =>
  entries.filter(({ kind, path }) => kind !== 'folder' || path.split('/').length > 4);

const rowsStored = (telemetry: Pick<TelemetryClient, 'rows'>): Promise<Map<string, number>> =>
  forNobody(() => rowsInParts(telemetry, Object.values(signalTables)));

/** A backup that holds less than the engine must not look whole. Retention may delete a day meanwhile. */
const refuseOtherRows = (
  frozen: Readonly<Record<string, number>>,
  looks: readonly ReadonlyMap<string, number>[],
): void => {
  for (const table of Object.values(signalTables)) {
    const counts = looks.map((look) => look.get(table) ?? 0);
    const rows = frozen[table] ?? 0;
    if (rows >= Math.min(...counts) && rows <= Math.max(...counts)) continue;
    throw new BackupError(
      'BACKUP_FAILED',
      `The backup could not be taken: ${rows} rows of ${table} were frozen, and the engine has ${counts.join(' to ')}. Try again, and report this if it stays so.`,
    );
  }
};
