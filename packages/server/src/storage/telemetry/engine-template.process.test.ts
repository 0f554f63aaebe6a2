import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { superviseEngine } from '../../engine/supervisor.ts';
import { createEvents } from '../../events/_events.ts';
import { createTelemetryClient, type TelemetryClient } from './client.ts';
import { beginWithTemplate } from './engine-template.ts';
import { migrateTelemetry } from './migrate.ts';

interface Table {
  readonly name: string;
  readonly definition: string;
  readonly rows: string;
}

/** Everything an engine's schema is, without the name of its database. */
const tablesOf = async (telemetry: TelemetryClient, database: string): Promise<readonly Table[]> =>
  (
    await telemetry.rows<Table>(
      `SELECT name, create_table_query AS definition, toString(total_rows) AS rows FROM system.tables
       WHERE database = {database:String} ORDER BY name`,
      { database },
    )
  ).map((table) => ({ ...table, definition: table.definition.replaceAll(`${database}.`, '') }));

test('a template is the same as what all migrations make, and holds nothing but their names', async () => {
  const folder = temporaryFolder();
  await beginWithTemplate(folder);
  await using engine = await superviseEngine({ dataDir: folder, events: createEvents(() => {}) });
  await using telemetry = createTelemetryClient({ address: engine.address, database: 'default' });
  await telemetry.execute('CREATE DATABASE migrated');
  await using migrated = createTelemetryClient({ address: engine.address, database: 'migrated' });
  await migrateTelemetry(migrated);

  const [ofTemplate, ofMigrations] = [await tablesOf(telemetry, 'default'), await tablesOf(telemetry, 'migrated')];
  expect(ofTemplate.length).toBeGreaterThan(40);
  expect(ofTemplate).toEqual(ofMigrations);
  const withRows = ofTemplate.filter(({ rows }) => Number(rows) > 0).map(({ name }) => name);
  expect(withRows).toEqual(['schema_migrations']);

  const names = 'SELECT Name FROM schema_migrations ORDER BY Name';
  expect(await telemetry.rows(names)).toEqual(await migrated.rows(names));
  await migrateTelemetry(telemetry);
  expect(await tablesOf(telemetry, 'default')).toEqual(ofTemplate);
});

test('where an engine has kept data already, it is left alone', async () => {
  const folder = temporaryFolder();
  await mkdir(join(folder, 'engine'));
  await beginWithTemplate(folder);
  expect(existsSync(join(folder, 'engine/store'))).toBe(false);
});
