import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import readChangesets from '@changesets/read';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('changesets name packages of this repository; with others `changeset version` ends', async () => {
  const names = new Set<string>();
  for await (const file of glob('{packages,examples}/*/package.json', { cwd: root })) {
    const { name } = JSON.parse(await readFile(`${root}${file}`, 'utf8')) as { name: string };
    names.add(name);
  }
  expect(names).toContain('sightglass');
  const unknown = (await readChangesets(root)).flatMap(({ id, releases }) =>
    releases.filter(({ name }) => !names.has(name)).map(({ name }) => `${id}: ${name}`),
  );
  expect(unknown).toEqual([]);
});
