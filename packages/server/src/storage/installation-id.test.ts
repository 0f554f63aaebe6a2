import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { installationIdOf } from './installation-id.ts';

test('an installation keeps its id, and another folder is another installation', async () => {
  const folder = temporaryFolder();
  const id = await installationIdOf(folder);
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(await installationIdOf(folder)).toBe(id);
  expect(await installationIdOf(temporaryFolder())).not.toBe(id);
});
