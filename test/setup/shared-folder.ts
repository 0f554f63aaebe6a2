import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where what test files share keeps its data; it is removed when the test run is over. */
    sharedFolder: string;
  }
}

export const setup = async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-shared-'));
  provide('sharedFolder', folder.path);
  return () => folder.remove();
};
