import { mkdtempDisposable } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createEvents } from '../events/_events.ts';
import { createTelemetryClient, type TelemetryClient } from '../storage/telemetry/client.ts';
import { beginWithTemplate } from '../storage/telemetry/engine-template.ts';
import { migrateTelemetry } from '../storage/telemetry/migrate.ts';
import { passSpansOn } from '../storage/telemetry/span-rules/pass-spans-on.ts';
import { type Insert, insertBy } from './_insert.ts';
import { superviseEngine, type EngineSupervisor } from './supervisor.ts';

/** A database of its own on a real engine. */
export interface TestEngine extends AsyncDisposable {
  readonly telemetry: TelemetryClient;
  readonly folder: string;
  readonly insert: Insert;
}

interface Database {
  readonly telemetry: TelemetryClient;
  /** What its schema was like when it was new. */
  readonly schema: string;
}

/** The engine that all test files of this process share; it ends with the process, its folder with the test run. */
let shared: Promise<EngineSupervisor> | undefined;
let databases = 0;
/** Databases no test of this process uses now: emptying one costs a twentieth of the migrations that a new one runs. */
const idle: Database[] = [];

const startShared = async (): Promise<EngineSupervisor> => {
  const { path } = await mkdtempDisposable(join(inject('sharedFolder'), 'engine-'));
  await beginWithTemplate(path);
  return superviseEngine({ dataDir: path, events: createEvents(() => {}) });
};

/** The first is that of the template. */
const createDatabase = async (): Promise<Database> => {
  const { address } = await (shared ??= startShared());
  const name = (databases += 1) === 1 ? 'default' : `test_${databases}`;
  if (name !== 'default') {
    await using inDefault = createTelemetryClient({ address, database: 'default' });
    await inDefault.execute(`CREATE DATABASE ${name}`);
  }
  const telemetry = createTelemetryClient({ address, database: name });
  await migrateTelemetry(telemetry);
  return { telemetry, schema: await schemaOf(telemetry) };
};

const schemaOf = async (telemetry: TelemetryClient): Promise<string> => {
  const tables = await telemetry.rows(
    'SELECT name, create_table_query FROM system.tables WHERE database = currentDatabase() ORDER BY name',
  );
  return JSON.stringify(tables);
};

/** One whose schema a test has changed is left behind. */
const handOn = async (database: Database): Promise<void> => {
  const { telemetry, schema } = database;
  await passSpansOn.end(telemetry);
  if ((await schemaOf(telemetry)) !== schema) return;
  const used = await telemetry.rows<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND total_rows > 0 AND name != 'schema_migrations'`,
  );
  for (const { name } of used) await telemetry.execute(`TRUNCATE TABLE ${name} SYNC`);
  idle.push(database);
};

export const startTestEngine = async (): Promise<TestEngine> => {
  const database = idle.pop() ?? (await createDatabase());
  const home = await mkdtempDisposable(join(inject('sharedFolder'), 'database-'));
  return {
    telemetry: database.telemetry,
    folder: home.path,
    insert: insertBy(database.telemetry, home.path),
    async [Symbol.asyncDispose]() {
      await handOn(database);
      await home.remove();
    },
  };
};
