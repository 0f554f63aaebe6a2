import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type ReleasedSchemas, releasedSchemasFile, schemaDigests } from './schema-digests.ts';

const released = JSON.parse(await readFile(releasedSchemasFile, 'utf8')) as ReleasedSchemas;
const today = await schemaDigests();

// That data of every migration is brought to today is tested beside the migrations: storage/telemetry/migrate and storage/state/migrate.
test.each(Object.entries(released))('the migrations of version %s are as they were shipped', (_version, schemas) => {
  expect(today.telemetry).toMatchObject(schemas.telemetry);
  expect(today.state).toMatchObject(schemas.state);
});
