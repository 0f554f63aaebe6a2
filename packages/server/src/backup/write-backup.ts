import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pack as createPack, type Headers, type Pack } from 'tar-stream';
import { type BackupHead, type BackupSums, dataPrefix, type Entry, headName, sumsName } from './contents.ts';

const chunkBytes = 2 ** 20;

/** The bytes of a backup: a tar archive, with the head first and the checksums last. It fails where a file changes or cannot be read. */
export const writeBackup = ({
  head,
  entries,
}: {
  readonly head: BackupHead;
  readonly entries: readonly Entry[];
}): Readable => {
  const pack = createPack();
  writeAll(pack, head, entries).then(
    () => pack.finalize(),
    (error: unknown) => pack.destroy(error as Error),
  );
  return Readable.from(pack, { objectMode: false });
};

const writeAll = async (pack: Pack, head: BackupHead, entries: readonly Entry[]): Promise<void> => {
  const sums: BackupSums = { sha256: {}, links: 0, folders: 0 };
  const mtime = new Date(head.takenAt);
  const hashed = async (name: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, size: number) => {
    const hash = createHash('sha256');
    await writeEntry(pack, { name, size, mtime, mode: 0o600 }, through(chunks, hash));
    sums.sha256[name] = hash.digest('hex');
  };
  const json = Buffer.from(JSON.stringify(head, undefined, 2));
  await hashed(headName, [json], json.length);
  for (const entry of entries) {
    const name = `${dataPrefix}${entry.path}`;
    if (entry.kind === 'folder') {
      sums.folders += 1;
      await writeEntry(pack, { name: `${name}/`, type: 'directory', mtime, mode: 0o700 });
    } else if (entry.kind === 'link') {
      sums.links += 1;
      await writeEntry(pack, { name, type: 'symlink', linkname: entry.to, mtime });
    } else await hashed(name, bytesOf(entry), entry.bytes);
  }
  const last = Buffer.from(JSON.stringify(sums));
  await writeEntry(pack, { name: sumsName, size: last.length, mtime, mode: 0o600 }, [last]);
};

/** So many as were there when it was listed: some files only grow. */
const bytesOf = ({ from, bytes }: Extract<Entry, { kind: 'file' }>): AsyncIterable<Uint8Array> | [] =>
  bytes === 0 ? [] : createReadStream(from, { end: bytes - 1, highWaterMark: chunkBytes });

async function* through(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  hash: Hash,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Resolves when it is written; waits where nobody takes what is. */
const writeEntry = async (
  pack: Pack,
  headers: Headers,
  chunks?: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> => {
  const written = Promise.withResolvers<void>();
  written.promise.catch(() => {});
  const sink = pack.entry(headers, (error) => (error == null ? written.resolve() : written.reject(error)));
  sink.on('error', () => {}); // the one above is the one that counts
  if (chunks !== undefined) {
    for await (const chunk of chunks)
      if (!sink.write(chunk))
        await Promise.race([new Promise((resolve) => sink.once('drain', resolve)), written.promise]);
    sink.end();
  }
  await written.promise;
};
