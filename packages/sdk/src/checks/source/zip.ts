import { type FileHandle, open } from 'node:fs/promises';
import { SourceError } from './source-error.ts';

/** The one file in a zip archive. */
export interface ZipMember {
  /** Where its packed bytes begin. */
  readonly start: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly checksum: number;
  readonly isDeflated: boolean;
}

const endMagic = 0x06054b50;
const entryMagic = 0x02014b50;
const localMagic = 0x04034b50;
/** Of the end, with the longest comment. */
const mostEndBytes = 22 + 65_535;
const mostDirectoryBytes = 16 << 20;
const beyond32Bits = 0xffffffff;

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly offset: number;
}

/** Raises SourceError for an archive that holds no file or several, and for one that cannot be read. */
export const memberOf = async (file: string): Promise<ZipMember> => {
  await using handle = await open(file);
  const { size } = await handle.stat();
  const entries = await entriesOf(file, handle, size);
  const members = entries.filter(({ name }) => !name.endsWith('/') && !name.startsWith('__MACOSX/'));
  if (isWorkbook(entries)) throw new SourceError(`${file} is not a text file (Excel workbook); save the sheet as CSV`);
  const [member] = members;
  if (member === undefined) throw new SourceError(`${file} is a zip archive without a file in it`);
  if (members.length > 1) {
    const names = members.slice(0, 5).map(({ name }) => name);
    throw new SourceError(
      `${file} is a zip archive of ${members.length} files (${names.join(', ')}${members.length > 5 ? ' …' : ''}); ` +
        'unpack it and check each with its own contract',
    );
  }
  if ((member.flags & 1) === 1)
    throw new SourceError(`${file}: ${member.name} is encrypted; unpack the zip archive first`);
  if (member.method !== 0 && member.method !== 8)
    throw new SourceError(`${file}: ${member.name} is packed by method ${member.method}; unpack the zip archive first`);
  if (member.packedBytes === beyond32Bits || member.bytes === beyond32Bits)
    throw new SourceError(`${file} is a zip archive of 4 GiB or more; unpack it first`);
  const local = await readAt(handle, member.offset, 30);
  if (local.length < 30 || local.readUInt32LE(0) !== localMagic) throw damaged(file);
  const { checksum, packedBytes, bytes, method } = member;
  const start = member.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  return { start, packedBytes, bytes, checksum, isDeflated: method === 8 };
};

const isWorkbook = (entries: readonly Entry[]): boolean => entries.some(({ name }) => name === '[Content_Types].xml');

const entriesOf = async (file: string, handle: FileHandle, size: number): Promise<Entry[]> => {
  const tail = await readAt(handle, Math.max(0, size - mostEndBytes), mostEndBytes);
  const end = tail.lastIndexOf(Buffer.of(0x50, 0x4b, 5, 6));
  if (end === -1 || end + 22 > tail.length || tail.readUInt32LE(end) !== endMagic) throw damaged(file);
  const directoryBytes = tail.readUInt32LE(end + 12);
  if (directoryBytes > mostDirectoryBytes)
    throw new SourceError(`${file} is a zip archive of very many files; unpack it`);
  const directory = await readAt(handle, tail.readUInt32LE(end + 16), directoryBytes);
  const entries: Entry[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === entryMagic;) {
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, nameEnd),
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      checksum: directory.readUInt32LE(at + 16),
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  if (entries.length !== tail.readUInt16LE(end + 10)) throw damaged(file);
  return entries;
};

const readAt = async (handle: FileHandle, position: number, bytes: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, position);
  return buffer.subarray(0, bytesRead);
};

const damaged = (file: string): SourceError =>
  new SourceError(`${file}: the zip archive is damaged or cut off; fetch it again`);
