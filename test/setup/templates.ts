import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('./write-templates.ts', import.meta.url));
let written: Promise<unknown> | undefined;

/** Once for all kinds of tests, in a process of its own: what it needs is large, and this one lives as long as the tests. */
export const setup = async (): Promise<void> => {
  written ??= promisify(execFile)(process.execPath, ['--conditions=@sightglass/source', script]);
  await written;
};
