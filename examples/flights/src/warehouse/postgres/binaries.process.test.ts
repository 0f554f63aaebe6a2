import { execFile } from 'node:child_process';
import { chmod, cp, readdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findBinaries, usableBinaries } from './binaries.ts';
import { userForPostgres } from './unix-user.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

// A package installed in a folder of its own, to be spoiled, and a temporary folder of its own for the copy.
let installed: string;
let temporary: string;
beforeEach(async () => {
  const folder = temporaryFolder();
  installed = join(folder, 'installed');
  temporary = temporaryFolder();
  await Promise.all([folder, temporary].map((path) => chmod(path, 0o755)));
  await cp(join((await findBinaries(false)).postgres, '../../..'), installed, {
    recursive: true,
    verbatimSymlinks: true,
  });
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await chmod(installed, 0o755);
});

const versionOf = async (program: string): Promise<string> => {
  const user = await userForPostgres();
  return (await promisify(execFile)(program, ['--version'], { cwd: '/', ...user })).stdout;
};

test('an installation in order is used where it lies', async () => {
  const { postgres } = await usableBinaries(join(installed, 'native'), true);
  expect(dirname(postgres)).toBe(join(installed, 'native', 'bin'));
  expect(await versionOf(postgres)).toContain('PostgreSQL');
});

test('without its library links (npm ci --ignore-scripts) it is copied and linked', async () => {
  const libraries = join(installed, 'native', 'lib');
  const links = (await readdir(libraries, { withFileTypes: true })).filter((entry) => entry.isSymbolicLink());
  await Promise.all(links.map(({ name }) => unlink(join(libraries, name))));
  const { initdb, postgres } = await usableBinaries(join(installed, 'native'), false);
  expect(initdb.startsWith(temporary)).toBe(true);
  expect(await versionOf(postgres)).toContain('PostgreSQL');
  expect(await versionOf(initdb)).toContain('PostgreSQL');
  expect((await usableBinaries(join(installed, 'native'), false)).postgres).toBe(postgres);
});

test('below a folder that only root may enter it is copied to where another user can run it', async () => {
  await chmod(installed, 0o700);
  const { postgres } = await usableBinaries(join(installed, 'native'), true);
  expect(postgres.startsWith(temporary)).toBe(true);
  expect(await versionOf(postgres)).toContain('PostgreSQL');
});
