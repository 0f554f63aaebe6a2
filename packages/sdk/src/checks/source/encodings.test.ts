import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { broken, checkText } from '../../../testing/check-text.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { checkFile } from '../check-file.ts';
import { replayRejects } from '../replay-rejects.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const csv = (...values: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from('id,name\n'),
    ...values.flatMap((value) => [Buffer.from('1,'), value, Buffer.from('\n')]),
  ]);
const tokyo = hex('93 8c 8b 9e');
const russian = hex('cf f0 e8 e2 e5 f2');

describe('a text that is not in UTF-8', () => {
  it.each([
    ['Japanese', csv(tokyo), /byte 0x93 at offset 10 \(line 2\) is not UTF-8.* likely in shift_jis/u],
    ['Russian', csv(russian, russian), /byte 0xCF at offset 10 \(line 2\) .* likely in windows-1251/u],
    [
      'of quotes and a byte without character',
      csv(hex('93 68 69 94'), hex('81 8d')),
      /byte 0x81 at offset 17 \(line 3\)/u,
    ],
  ])('nor Western is not guessed: %s', async (_, content, words) => {
    await expect(checkText(content)).rejects.toThrow(words);
  });

  it.each([
    ['shift_jis', csv(tokyo), '東京'],
    ['sjis', csv(tokyo), '東京'],
    ['windows-1251', csv(russian), 'Привет'],
    ['cp1252', csv(hex('93 68 69 94')), '“hi”'],
    ['gb18030', csv(hex('d6 d0 81 30 84 36')), '中¥'],
    ['euc-jp', csv(hex('c5 ec b5 fe 8f b0 a1')), '東京丂'],
  ] as const)('can be declared: %s', async (encoding, content, text) => {
    const { report } = await checkText(content, { format: { encoding } });
    expect(report.columns[1]?.top[0]?.value).toBe(text);
  });

  it.each([
    ['shift_jis', csv(tokyo, hex('93 0a')), 'byte 0x0A at offset 18 (line 3) fits no character of shift_jis'],
    ['windows-1252', csv(hex('93 94'), hex('81')), 'byte 0x81 at offset 15 (line 3) fits no character of Latin-1'],
    [
      'utf-16le',
      Buffer.from('\ufeffid\n1\n', 'utf16le').subarray(0, -1),
      'ends at offset 11 (line 2) within a character',
    ],
    ['utf-16be', Buffer.from('\ufeffid\n\ud800x\n', 'utf16le').swap16(), 'fits no character of utf-16be'],
  ] as const)('and holds bytes of another encoding: %s', async (encoding, content, words) => {
    await expect(checkText(content, { format: { encoding } })).rejects.toThrow(words);
  });

  it('stays in its encoding among the rejects, and can be put back', async () => {
    const folder = temporaryFolder();
    const [file, rejects] = [join(folder, 'in.csv'), join(folder, 'rejects')];
    const contract = {
      format: { encoding: 'euc-jp' },
      columns: [{ name: 'id' }, { name: 'name', maxLength: 2 }],
    } as const;
    const long = hex('c5 ec b5 fe 8f b0 a1');
    await writeFile(file, csv(long));
    const report = await checkFile(file, contract as never, { rejects });
    expect(broken(report)).toEqual([['name.max_length', 'fail', 1, 2]]);
    const again = await replayRejects(rejects, contract as never, { rejects: false });
    expect(again).toMatchObject({ rows: 1, rejected: 1 });
  });
});
