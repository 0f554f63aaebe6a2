import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { type Entry as TarEntry, extract as createExtract } from 'tar-stream';
import { type BackupHead, backupHead, backupSums, dataPrefix, formatVersion, headName, sumsName } from './contents.ts';
import { BackupError, damaged } from './errors.ts';
import { isInside } from './paths.ts';

/** Takes what a backup holds, as it is read; nothing of it is proven before the end. */
export interface BackupTaker {
  head?(head: BackupHead): Promise<void> | void;
  folder?(path: string): Promise<void>;
  link?(path: string, to: string): Promise<void>;
  file?(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** After so many bytes of files. */
  progress?(bytes: number): void;
}

const zstdMagic = 0xfd2fb528;
const mostJsonBytes = 512 * 2 ** 20;

/** Reads a file to its end and compares every checksum and count. Raises BackupError with what is wrong. */
export const readBackupFile = async (file: string, taker: BackupTaker = {}): Promise<BackupHead> => {
  const isCompressed = await beginsWithZstd(file);
  const bytes = createReadStream(file, { highWaterMark: 2 ** 20 });
  if (!isCompressed) return readBackup(bytes, taker);
  const unpacked = createZstdDecompress();
  bytes.on('error', (error) => unpacked.destroy(error));
  unpacked.once('close', () => bytes.destroy());
  return readBackup(bytes.pipe(unpacked), taker);
};

const beginsWithZstd = async (file: string): Promise<boolean> => {
  const handle = await open(file, 'r');
  try {
    const first = Buffer.alloc(4);
    const { bytesRead } = await handle.read(first, 0, 4, 0);
    return bytesRead === 4 && first.readUInt32LE(0) === zstdMagic;
  } finally {
    await handle.close();
  }
};

/** The same of bytes that are not compressed, or not any more. */
export const readBackup = async (source: Readable, taker: BackupTaker = {}): Promise<BackupHead> => {
  const archive = createExtract();
  source.on('error', (error) => archive.destroy(error));
  source.pipe(archive as unknown as NodeJS.WritableStream);
  const reader = createReader(taker);
  try {
    for await (const entry of archive) await reader.take(entry);
    return reader.end();
  } catch (error) {
    throw error instanceof BackupError || isOfSystem(error) ? error : damaged(wordsOf(error), error);
  } finally {
    source.destroy();
  }
};

export type BackupReader = typeof readBackup;

const createReader = (taker: BackupTaker) => {
  const found = new Map<string, string>();
  const names = new Set<string>();
  let head: BackupHead | undefined;
  let sums: ReturnType<typeof readSums> | undefined;
  let [bytes, files, links, folders] = [0, 0, 0, 0];

  const take = async (entry: TarEntry): Promise<void> => {
    const { name, type, linkname } = entry.header;
    if (sums !== undefined) throw damaged(`has "${name}" after its end`);
    if (names.has(name)) throw damaged(`holds "${name}" twice`);
    names.add(name);
    if (head === undefined) {
      if (name !== headName) throw damaged('does not begin as one of Sightglass does');
      const text = await textOf(entry);
      found.set(name, sha256(text));
      head = readHead(text);
      return taker.head?.(head);
    }
    if (name === sumsName) return void (sums = readSums(await textOf(entry)));
    const path = pathOf(name);
    if (type === 'directory') {
      folders += 1;
      await taker.folder?.(path);
      return drain(entry);
    }
    if (type === 'symlink') {
      links += 1;
      if (!isInside(path, linkname ?? '/')) throw damaged(`has a link "${path}" that leads out of it`);
      await taker.link?.(path, linkname ?? '');
      return drain(entry);
    }
    if (type !== 'file') throw damaged(`holds "${path}", which is neither a file nor a folder`);
    files += 1;
    const hash = createHash('sha256');
    const chunks = passing(entry, (chunk) => {
      hash.update(chunk);
      bytes += chunk.length;
      taker.progress?.(bytes);
    });
    if (taker.file === undefined) for await (const _chunk of chunks);
    else await taker.file(path, chunks);
    found.set(name, hash.digest('hex'));
  };

  const end = (): BackupHead => {
    if (head === undefined) throw damaged('holds nothing');
    if (sums === undefined) throw damaged('is cut off: its checksums are missing');
    for (const [name, sum] of Object.entries(sums.sha256)) {
      if (!found.has(name)) throw damaged(`does not hold "${name}" any more`);
      if (found.get(name) !== sum) throw damaged(`is damaged: "${name}" is not what was written`);
    }
    const isWhole =
      found.size === Object.keys(sums.sha256).length &&
      links === sums.links &&
      folders === sums.folders &&
      files === head.files &&
      bytes === head.bytes;
    if (!isWhole) throw damaged('is damaged: it does not hold as much as was written');
    return head;
  };
  return { take, end };
};

async function* passing(entry: TarEntry, see: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of entry as AsyncIterable<Uint8Array>) {
    see(chunk);
    yield chunk;
  }
}

const drain = async (entry: TarEntry): Promise<void> => {
  for await (const _chunk of entry as AsyncIterable<Uint8Array>);
};

const textOf = async (entry: TarEntry): Promise<string> => {
  if ((entry.header.size ?? 0) > mostJsonBytes) throw damaged(`has ${entry.header.name} of an impossible size`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const readHead = (text: string): BackupHead => {
  const json = parsed(text, headName) as { format?: unknown; version?: unknown } | null;
  if (typeof json?.format === 'number' && json.format > formatVersion)
    throw new BackupError(
      'BACKUP_NEWER',
      `The backup was taken by Sightglass ${String(json.version)} in a form that this version does not know. Nothing was changed. Use that version, or a newer one.`,
    );
  const head = backupHead.safeParse(json);
  if (!head.success) throw damaged(`is damaged: ${headName} does not say what is in it`);
  return head.data;
};

const readSums = (text: string) => {
  const sums = backupSums.safeParse(parsed(text, sumsName));
  if (!sums.success) throw damaged(`is damaged: ${sumsName} holds no checksums`);
  return sums.data;
};

const parsed = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(`is damaged: ${name} is not JSON`, error);
  }
};

/** Within the data folder. A name that leads anywhere else is refused. */
const pathOf = (name: string): string => {
  const path = name.startsWith(dataPrefix) ? name.slice(dataPrefix.length).replace(/\/$/, '') : '';
  const isPlain =
    path !== '' && path.split('/').every((part) => !['', '.', '..'].includes(part)) && !path.includes('\0');
  if (!isPlain) throw damaged(`holds "${name}", which does not belong into a data folder`);
  return path;
};

/** Disks and rights are not the fault of the backup. */
const isOfSystem = (error: unknown): boolean => /^E[A-Z]+$/.test(String(Object(error).code));

const wordsOf = (error: unknown): string => {
  const { code, message } = Object(error) as NodeJS.ErrnoException;
  const isCut = code === 'Z_BUF_ERROR' || /unexpected end|writable stream closed prematurely|premature/i.test(message);
  return isCut ? 'is cut off' : `is damaged, or is no backup of Sightglass: ${message}`;
};
