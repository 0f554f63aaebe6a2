import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/temporary-folder.ts';

const mostGzipBytes = 250_000;
let folder: string;
let page: string;

beforeAll(async () => {
  folder = temporaryFolder();
  const root = fileURLToPath(new URL('..', import.meta.url));
  await build({ root, logLevel: 'silent', build: { outDir: folder, emptyOutDir: true } });
  page = await readFile(join(folder, 'index.html'), 'utf8');
}, 120_000);

it('starts with at most 250 kB of script, gzipped', async () => {
  const scripts = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/gu)].map(([, path]) => path ?? '');
  const sizes = await Promise.all(scripts.map(async (path) => gzipSync(await readFile(join(folder, path))).length));
  expect(scripts.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(mostGzipBytes);
});

it('keeps to a policy without inline scripts, inline styles and foreign addresses', async () => {
  expect(page).not.toMatch(/<style|<script(?![^>]*\bsrc=)|https?:\/\//u);
  const styles = (await readdir(join(folder, 'assets'))).filter((name) => name.endsWith('.css'));
  for (const name of styles)
    expect(await readFile(join(folder, 'assets', name), 'utf8')).not.toMatch(/url\((?:"|')?(?:data:|https?:)/u);
});

it('leaves the schema library to the server', async () => {
  const scripts = (await readdir(join(folder, 'assets'))).filter((name) => name.endsWith('.js'));
  for (const name of scripts) expect(await readFile(join(folder, 'assets', name), 'utf8')).not.toContain('ZodError');
});
