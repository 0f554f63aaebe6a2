import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContractInput, Encoding } from '@sightglass/model/contract';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { checkFile } from '../check-file.ts';
import type { CheckOptions } from '../check-options.ts';
import { replayRejects } from '../replay-rejects.ts';
import { createDecoder, createEncoder } from '../source/encoding.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

/** Paths in a folder of its own. */
const inFolder = () => {
  const dir = temporaryFolder();
  return (name: string): string => join(dir, name);
};

const contract: ContractInput = { columns: [{ name: 'id', type: 'integer' }, { name: 'größe' }] };

describe('the encoding of the file', () => {
  it.each<readonly [string, Encoding, Buffer]>([
    ['UTF-8 with a mark', 'utf-8', Buffer.from('\ufeff')],
    ['UTF-16LE', 'utf-16le', Buffer.of(0xff, 0xfe)],
    ['UTF-16BE', 'utf-16be', Buffer.of(0xfe, 0xff)],
    ['UTF-16LE without a mark', 'utf-16le', Buffer.of()],
    ['Latin-1', 'latin1', Buffer.of()],
  ])('%s: rejected and accepted rows keep their bytes, and come back', async (_, encoding, mark) => {
    const path = inFolder();
    const written = (text: string): Buffer => Buffer.concat([mark, createEncoder(encoding)(Buffer.from(text))]);
    await writeFile(path('in.csv'), written('id,größe\n1,süß\nx,größer\n'));
    const report = await checkFile(path('in.csv'), contract, { rejects: path('r'), accepted: path('good') });
    expect(report).toMatchObject({ rows: 2, rejected: 1, format: { encoding } });
    expect(await readFile(path('r'))).toEqual(written('_line,_reasons,id,größe\n3,id.type,x,größer\n'));
    expect(await readFile(path('good'))).toEqual(written('id,größe\n1,süß\n'));
    await writeFile(path('r'), written('_line,_reasons,id,größe\n3,id.type,2,größer\n'));
    await replayRejects(path('r'), contract, { rejects: path('again'), accepted: path('corrected') });
    expect(await readFile(path('corrected'))).toEqual(written('id,größe\n2,größer\n'));
  });

  it('each byte of Latin-1 and each character of UTF-16 comes out as it went in', () => {
    const thereAndBack = (encoding: Encoding, bytes: Buffer): Buffer =>
      createEncoder(encoding)(Buffer.from(createDecoder(encoding).decode(bytes)));
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    expect(thereAndBack('latin1', everyByte)).toEqual(everyByte);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = Buffer.from(text, 'utf16le');
        expect(thereAndBack('utf-16le', bytes)).toEqual(bytes);
        expect(thereAndBack('utf-16be', Buffer.from(bytes).swap16())).toEqual(Buffer.from(bytes).swap16());
      }),
    );
  });
});

describe('a file that stands there already', () => {
  const rejects = '_line,_reasons,id,größe\n2,id.type,x,a\n';
  const corrected = rejects.replace(',x,', ',7,');

  it('is kept, as it may hold corrections, and so is the next', async () => {
    const path = inFolder();
    await writeFile(path('in.csv'), 'id,größe\nx,a\n');
    await writeFile(path('r'), corrected);
    const report = await checkFile(path('in.csv'), contract, { rejects: path('r') });
    expect(report.earlierFiles).toEqual([path('r.1')]);
    expect(await readFile(path('r.1'), 'utf8')).toBe(corrected);
    expect(await readFile(path('r'), 'utf8')).toBe(rejects);
    await writeFile(path('in.csv'), 'id,größe\n1,a\n');
    const good = await checkFile(path('in.csv'), contract, { rejects: path('r') });
    expect(good).toMatchObject({ rejectFile: null, earlierFiles: [path('r.2')] });
    expect(await readFile(path('r.2'), 'utf8')).toBe(rejects);
  });

  it('is not kept twice', async () => {
    const path = inFolder();
    await writeFile(path('in.csv'), 'id,größe\nx,a\n');
    for (let time = 0; time < 3; time += 1) {
      const report = await checkFile(path('in.csv'), contract, { rejects: path('r') });
      expect(report.earlierFiles).toEqual([]);
    }
    expect(await readdir(path(''))).toEqual(['in.csv', 'r']);
  });

  it('is replaced on request', async () => {
    const path = inFolder();
    await writeFile(path('in.csv'), 'id,größe\nx,a\n');
    await writeFile(path('r'), corrected);
    await checkFile(path('in.csv'), contract, { rejects: path('r'), overwrite: true });
    expect(await readFile(path('r'), 'utf8')).toBe(rejects);
    expect(await readdir(path(''))).toEqual(['in.csv', 'r']);
  });

  it('is kept too where accepted rows go', async () => {
    const path = inFolder();
    await writeFile(path('in.csv'), 'id,größe\n1,a\n');
    await writeFile(path('good'), 'mine');
    const report = await checkFile(path('in.csv'), contract, { rejects: false, accepted: path('good') });
    expect(report.earlierFiles).toEqual([path('good.1')]);
    expect(await readFile(path('good.1'), 'utf8')).toBe('mine');
  });
});

it('rows of JSON lines are kept to the byte, also what is no object', async () => {
  const path = inFolder();
  const rows = ['{"id":"x", "größe":12345678901234567890.10}', '[1,2]', '"x"', 'null', 'nonsense'];
  await writeFile(path('in.jsonl'), `${rows.join('\n')}\n`);
  await checkFile(path('in.jsonl'), contract, { rejects: path('r') });
  const rejects = [
    `{"_line":1,"_reasons":["id.type"],"row":${rows[0]}}`,
    ...rows.slice(1).map((row, at) => `{"_line":${at + 2},"_reasons":["row.json"],"row":${JSON.stringify(row)}}`),
  ];
  expect((await readFile(path('r'), 'utf8')).trimEnd().split('\n')).toEqual(rejects);
  await replayRejects(path('r'), contract, { rejects: path('again') });
  expect(await readFile(path('again'), 'utf8')).toBe(await readFile(path('r'), 'utf8'));
  await writeFile(path('r'), rejects[0]!.replace('"x"', '7'));
  await replayRejects(path('r'), contract, { rejects: path('again'), accepted: path('good') });
  expect(await readFile(path('good'), 'utf8')).toBe(`${rows[0]!.replace('"x"', '7')}\n`);
});

describe('a reject file is replayed whatever it is called', () => {
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: 'id', data: ['1', 'x'], type: 'STRING' },
      { name: 'größe', data: ['a', 'b'], type: 'STRING' },
    ],
  });

  it.each([
    ['in.parquet', new Uint8Array(parquet)],
    ['in.jsonl', Buffer.from('{"id":1,"größe":"a"}\n{"id":"x","größe":"b"}\n')],
    ['in.csv', Buffer.from('id,größe\n1,a\nx,b\n')],
  ])('of %s, and its own reject file', async (name, bytes) => {
    const path = inFolder();
    await writeFile(path(name), bytes);
    await checkFile(path(name), contract, { rejects: path(`${name}.rejects`) });
    const rejects = path(`${name}.rejects.rejects`);
    const again = await replayRejects(path(`${name}.rejects`), contract, { rejects });
    expect(again).toMatchObject({ rows: 1, rejected: 1, rejectedByReason: { 'id.type': 1 } });
    const text = await readFile(rejects, 'utf8');
    await writeFile(rejects, text.replace(/([",])x\b/u, '$12'));
    const last = await replayRejects(rejects, contract, { rejects: path('last'), accepted: path('good') });
    expect(last).toMatchObject({ status: 'pass', rows: 1, rejected: 0 });
  });
});

it('a place where no rejected rows can be written is refused before the file is read', async () => {
  const path = inFolder();
  await writeFile(path('in.csv'), 'id\n1\n');
  const checked = (options: CheckOptions) => checkFile(path('in.csv'), {}, options);
  await expect(checked({ rejects: path('in.csv/r') })).rejects.toThrow(`${path('in.csv/r')} cannot be written: EEXIST`);
  await expect(checked({ rejects: false, accepted: path('in.csv/a') })).rejects.toThrow('in.csv/a cannot be written');
});
