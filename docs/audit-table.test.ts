import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { auditTable } from '../packages/server/src/config/audit-table.ts';
import { loadConfig } from '../packages/server/src/config/load.ts';

const page = await readFile(new URL('audit-table.md', import.meta.url), 'utf8');

it('the example of docs/audit-table.md is taken as it stands', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sightglass-config-'));
  const file = join(folder, 'sightglass.yaml');
  await writeFile(file, /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '');
  const [table] = loadConfig({ env: { WAREHOUSE_PASSWORD: 'secret' }, file }).auditTables;
  expect(table).toMatchObject({ name: 'warehouse', cursorColumn: 'job_run_id', everyMs: 30_000 });
  await rm(folder, { recursive: true });
});

it('it names every setting', () => {
  for (const name of Object.keys(auditTable.in.shape)) expect(page).toContain(`\`${name}`);
});
