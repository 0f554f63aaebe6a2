import { crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkText } from '../../../testing/check-text.ts';

const rows = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => `${from + at},a\n`).join('');
const skippable = Buffer.from([0x51, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
const zstd = (text: string) => zstdCompressSync(text);
const hundreds = Array.from({ length: 300 }, (_, at) => zstd(rows(at * 10, at * 10 + 10)));

describe('a zstd archive', () => {
  it.each([
    ['of two frames', [zstd('id,v\n1,a\n'), zstd('2,b\n')], 2],
    ['of hundreds', [zstd('id,v\n'), ...hundreds], 3000],
    ['with frames to be skipped', [skippable, zstd('id,v\n1,a\n'), skippable, zstd('2,b\n'), skippable], 2],
    ['with an empty frame', [zstd('id,v\n1,a\n'), zstd(''), zstd('2,b\n')], 2],
    ['of frames beyond a chunk', [zstd(`id,v\n${rows(0, 400_000)}`), zstd(rows(0, 400_000))], 800_000],
  ])('%s', async (_, frames, expected) => {
    const { report } = await checkText(Buffer.concat(frames));
    expect(report).toMatchObject({ rows: expected, rejected: 0 });
  });

  it.each([
    ['junk follows', [zstd('id\n1\n'), Buffer.from('junk')], 'is followed by bytes that are not zstd'],
    ['zeros follow', [zstd('id\n1\n'), Buffer.alloc(9)], 'is followed by bytes that are not zstd'],
    ['the second frame is cut off', [zstd('id\n1\n'), zstd(rows(0, 100)).subarray(0, 30)], 'is cut off after'],
    ['the second begins and no more', [zstd('id\n1\n'), zstd('2\n').subarray(0, 3)], 'is cut off after'],
    ['the second is damaged', [zstd('id\n1\n'), flipped(zstd(rows(0, 100)))], 'is damaged'],
  ])('where %s', async (_, parts, words) => {
    await expect(checkText(Buffer.concat(parts))).rejects.toThrow(words);
  });
});

const flipped = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.map((byte, at) => (at > 12 && at < 30 ? byte ^ 0xff : byte)));

it('a gzip archive where rows follow behind zeros is not taken for whole', async () => {
  const [first, second] = [gzipSync('id\n1\n'), gzipSync('2\n')];
  const { report } = await checkText(Buffer.concat([first, second, Buffer.alloc(512)]));
  expect(report.rows).toBe(2);
  await expect(checkText(Buffer.concat([first, Buffer.alloc(512), second]))).rejects.toThrow(/is followed by bytes/u);
});

/** A zip archive as the format's specification has it. */
const zip = (...files: readonly (readonly [string, string])[]): Buffer => {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  for (const [name, text] of files) {
    const packed = deflateRawSync(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(Buffer.byteLength(text), 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const offset = Buffer.alloc(14);
    offset.writeUInt32LE(Buffer.concat(locals).length, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0'), common, offset, Buffer.from(name));
    locals.push(Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed);
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(Buffer.concat(locals).length, 16);
  return Buffer.concat([...locals, ...directory, end]);
};

describe('a zip archive', () => {
  it('with one file is that file', async () => {
    const { report } = await checkText(zip(['in/', ''], ['in/a.csv', `id,v\n${rows(0, 1000)}`]));
    expect(report).toMatchObject({ rows: 1000, rejected: 0, format: { compression: 'zip' } });
  });

  it.each([
    ['several', zip(['a.csv', 'id\n1\n'], ['b.csv', 'id\n1\n']), 'a zip archive of 2 files (a.csv, b.csv); unpack it'],
    ['a workbook', zip(['[Content_Types].xml', '<x/>'], ['xl/a.xml', '']), '(Excel workbook); save the sheet as CSV'],
    ['nothing', zip(), 'a zip archive without a file in it'],
    ['what is cut off', zip(['a.csv', 'id\n1\n']).subarray(0, -30), 'the zip archive is damaged or cut off'],
    ['a PDF', zip(['a', '%PDF-1.7\n']), 'is not a text file (PDF document)'],
  ])('with %s is told as such', async (_, archive, words) => {
    await expect(checkText(archive)).rejects.toThrow(words);
  });
});
