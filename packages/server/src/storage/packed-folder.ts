import { mkdir, open, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';

/** A folder, a link or, with its bytes, a file; the path is that below the packed folder. */
interface Entry {
  readonly path: string;
  readonly link?: string;
  readonly bytes?: number;
}

const lengthBytes = 4;
const smallest = { [constants.ZSTD_c_compressionLevel]: 19, [constants.ZSTD_c_checksumFlag]: 1 };
const inLargeChunks = { chunkSize: 2 ** 22 };
const atOnce = 8;

/** Writes all there is below `folder` into one compressed file with a checksum. Whoever reads meanwhile finds the whole file or none. */
export const packFolder = async (folder: string, file: string): Promise<void> => {
  const entries: Entry[] = [];
  const contents: Buffer[] = [];
  for (const item of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const from = join(item.parentPath, item.name);
    const path = relative(folder, from);
    if (item.isSymbolicLink()) entries.push({ path, link: await readlink(from) });
    else if (item.isDirectory()) entries.push({ path });
    else {
      const content = await readFile(from);
      contents.push(content);
      entries.push({ path, bytes: content.length });
    }
  }
  const index = Buffer.from(JSON.stringify(entries));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(index.length);
  const whole = Buffer.concat([length, index, ...contents]);
  const packed = await promisify(zstdCompress)(whole, { params: smallest, pledgedSrcSize: whole.length });
  const draft = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(draft, packed);
  await rename(draft, file).catch(async (error: unknown) => {
    await rm(draft, { force: true });
    throw error;
  });
};

/**
 * Makes `folder` from what {@link packFolder} wrote. It is written beside its place, brought to disk and then moved there, so that it is whole
 * wherever it is; a draft that was cut short before is replaced. False when the file is missing or damaged: nothing is there then.
 */
export const unpackFolder = async (file: string, folder: string): Promise<boolean> => {
  const packed = await readFile(file)
    .then((compressed) => promisify(zstdDecompress)(compressed, inLargeChunks))
    .catch(() => undefined);
  if (packed === undefined) return false;
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  await unpackInto(draft, packed);
  await rename(draft, folder);
  await syncFolder(dirname(folder));
  return true;
};

const unpackInto = async (folder: string, packed: Buffer): Promise<void> => {
  const indexEnds = lengthBytes + packed.readUInt32BE(0);
  const entries = JSON.parse(packed.toString('utf8', lengthBytes, indexEnds)) as readonly Entry[];
  const folders = [folder];
  const files: { readonly path: string; readonly content: Buffer }[] = [];
  let at = indexEnds;
  for (const { path, link, bytes } of entries) {
    const to = join(folder, path);
    if (bytes !== undefined) files.push({ path: to, content: packed.subarray(at, (at += bytes)) });
    else if (link !== undefined) await symlink(link, to);
    else {
      await mkdir(to); // one comes before what lies in it
      folders.push(to);
    }
  }
  await eachOf(files, ({ path, content }) => writeFile(path, content, { flush: true }));
  await eachOf(folders, syncFolder);
};

/** Side by side: what is brought to disk at the same time shares one write of the journal. */
const eachOf = async <Item>(items: readonly Item[], job: (item: Item) => Promise<void>): Promise<void> => {
  const left = items.values();
  const work = async (): Promise<void> => {
    for (const item of left) await job(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
};

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
};
