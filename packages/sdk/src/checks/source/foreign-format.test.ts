import { expect, test } from 'vitest';
import { foreignFormatWords } from './foreign-format.ts';

test.each([
  ['image.png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'image.png is not a text file (PNG image)'],
  ['in.zip', 'PK\x03\x04\x14\0\0\0a.csv', 'in.zip is not a text file (zip archive); unpack it first'],
  ['in.xlsx', 'PK\x03\x04\x14\0\0\0a', 'in.xlsx is not a text file (Excel workbook); save the sheet as CSV'],
  ['in', 'PK\x03\x04\x14\0[Content_Types].xml', 'in is not a text file (Excel workbook); save the sheet as CSV'],
  ['in.pdf', '%PDF-1.7\n', 'in.pdf is not a text file (PDF document)'],
  ['in.bz2', 'BZh91AY&SY\x00\x01', 'in.bz2 is not a text file (bzip2 archive); unpack it first'],
  ['codes.csv', 'BZh,name\n1,a\n', undefined],
  ['orc.csv', 'ORC,ELF\n', undefined],
  ['gif.csv', 'GIF8,b\n', undefined],
  ['empty.csv', '', undefined],
])('%s', (file, begin, words) => expect(foreignFormatWords(file, Buffer.from(begin, 'latin1'))).toBe(words));
