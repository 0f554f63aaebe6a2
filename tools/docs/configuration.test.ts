import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../packages/server/src/config/load.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';

const page = await readFile(new URL('../../docs/reference/configuration.md', import.meta.url), 'utf8');

it('its examples are taken as they stand', async () => {
  const file = join(temporaryFolder(), 'sightglass.yaml');
  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example]) => example);
  await writeFile(file, examples.join('\n'));
  const config = loadConfig({ env: { AIRPORTS_TOKEN: 'hush' }, file });
  expect(config.spanRules[0]).toMatchObject({ service: 'nightly-batch', namespace: 'finance' });
  expect(config.pipelines[0]).toMatchObject({
    name: 'orders',
    grace: 1_200_000,
    dependsOn: ['customers', 'finance/rates'],
  });
  expect(config.retention).toMatchObject({ days: 14, bytes: 20e9 });
  expect(config.apis[0]).toMatchObject({ name: 'airports', status: [200], certificateDays: 14 });
});
