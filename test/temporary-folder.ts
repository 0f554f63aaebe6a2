import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

// Registered before the hooks of the file that imports it, so it comes after them: whoever works in the folders has ended.
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** An empty folder that is removed when the test file is done, whether its tests passed or not. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-test-'));
  folders.push(folder);
  return folder;
};
