import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

/** An empty folder that is removed when the test file is done, whether its tests passed or not. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-test-'));
  folders.push(folder);
  return folder;
};

/** What `test/setup/each-file.ts` does after each file. */
export const removeTemporaryFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
};
