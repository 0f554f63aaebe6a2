import { mkdir, mkdtempDisposable, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';

/**
 * An empty database as a compressed tar: unpacking it costs a tenth of creating one. The published package holds one beside this file; a
 * checkout keeps its own for each version of PGlite, made by whoever runs the tests first.
 */
export const pgliteTemplateFile = async (): Promise<string> => {
  if (import.meta.url.endsWith('.js')) return fileURLToPath(new URL('./pglite-template.tar.zst', import.meta.url));
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest = await readFile(new URL('../package.json', pathToFileURL(entry)), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const cache = new URL('../../../../../node_modules/.cache/sightglass/', import.meta.url);
  return join(fileURLToPath(cache), `pglite-${version}.tar.zst`);
};

/** The tar, or undefined where there is none or it cannot be unpacked. */
export const readPgliteTemplate = async (file: string): Promise<Blob | undefined> => {
  try {
    return new Blob([await promisify(zstdDecompress)(await readFile(file))], { type: 'application/x-tar' });
  } catch {
    return undefined;
  }
};

/** Whoever reads meanwhile finds the whole file or none. */
export const writePgliteTemplate = async (file: string): Promise<void> => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-template-'));
  const database = await PGlite.create(join(folder.path, 'state'));
  const tar = await (await database.dumpDataDir('none')).bytes();
  await database.close();
  const smallest = { params: { [constants.ZSTD_c_compressionLevel]: 19, [constants.ZSTD_c_checksumFlag]: 1 } };
  const draft = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(draft, await promisify(zstdCompress)(tar, smallest));
  await rename(draft, file).catch(async (error: unknown) => {
    await rm(draft, { force: true });
    throw error;
  });
};
