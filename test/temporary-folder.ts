import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterFile } from './after-file.ts';

/** An empty folder that is removed when the test file is done, whether its tests passed or not. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-test-'));
  afterFile(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
};
