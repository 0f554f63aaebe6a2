import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { startOtlpServer } from '../../packages/sdk/testing/otlp-server.ts';
import { createWorkspace, patient } from '../../packages/sdk/testing/run-program.ts';
import { auditTable } from '../../packages/server/src/rooms/audit-tables/config.ts';
import { loadConfig } from '../../packages/server/src/config/load.ts';
import { startTestPostgres } from '../../packages/server/src/storage/state/_postgres.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { fencesOf, readPage } from './pages.ts';

const page = readPage('docs/guides/audit-table.md');
const pages = [page, readPage('docs/guides/audit-table-write.md')];
const snippets = (wanted: string): string[] =>
  pages.flatMap(fencesOf).flatMap(({ language, text }) => (language === wanted ? [text] : []));
const env = { WAREHOUSE_PASSWORD: 'secret', WAREHOUSE_URL: 'postgres://reader@db/warehouse' };

it.each(snippets('yaml'))('the settings are taken as they stand: %#', async (yaml) => {
  const file = join(temporaryFolder(), 'sightglass.yaml');
  await writeFile(file, yaml);
  expect(loadConfig({ env, file }).auditTables).toMatchObject([{ name: 'warehouse', everyMs: 30_000 }]);
});

it('it names every setting', () => {
  for (const name of Object.keys(auditTable.in.shape)) expect(page).toContain(`\`${name}`);
});

it.each(snippets('ts'))('the program runs and keeps its audit: %#', async (source) => {
  await using postgres = await startTestPostgres();
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const program = source.replace("'pg'", JSON.stringify(import.meta.resolve('pg')));
  const result = await workspace.run(program, { ...patient, SIGHTGLASS_URL: server.url, WAREHOUSE_URL: postgres.url });
  expect(result.code, result.stderr).toBe(0);
  const database = new Client({ connectionString: postgres.url });
  await database.connect();
  const { rows } = await database.query('SELECT stage, state, rows_written FROM sightglass_audit ORDER BY started_at');
  await database.end();
  expect(rows).toEqual([
    { stage: null, state: 'succeeded', rows_written: '3' },
    { stage: 'load', state: 'succeeded', rows_written: '3' },
  ]);
});
