import { expect, test } from 'vitest';
import { foreignFormatWords } from './foreign-format.ts';

test.each([
  ['image.png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'image.png is not a text file (PNG image)'],
  [
    'page.csv',
    '\xef\xbb\xbf\n<!DOCTYPE html>',
    'page.csv is not a text file (HTML page); see whether it is the page of an error',
  ],
  ['in.tar', `a.csv${'\0'.repeat(252)}ustar`, 'in.tar is not a text file (tar archive); unpack it first'],
  [
    'big.csv',
    'version https://git-lfs.github.com/spec/v1',
    'big.csv is not a text file (Git LFS pointer); fetch the file itself with git lfs pull',
  ],
  ['in.pdf', '%PDF-1.7\n', 'in.pdf is not a text file (PDF document)'],
  ['in.bz2', 'BZh91AY&SY\x00\x01', 'in.bz2 is not a text file (bzip2 archive); unpack it first'],
  ['le.csv', '\xff\xfe\0\0i\0\0\0', 'le.csv is in UTF-32, which is not read; convert it to UTF-8'],
  ['be.csv', '\0\0\xfe\xff\0\0\0i', 'be.csv is in UTF-32, which is not read; convert it to UTF-8'],
  ['le.csv', 'i\0\0\0d\0\0\0\n\0\0\0', 'le.csv is in UTF-32, which is not read; convert it to UTF-8'],
  ['be.csv', '\0\0\0i\0\0\0d\0\0\0\n', 'be.csv is in UTF-32, which is not read; convert it to UTF-8'],
  ['utf-16.csv', '\xff\xfei\0d\0\n\0', undefined],
  ['codes.csv', 'BZh,name\n1,a\n', undefined],
  ['orc.csv', 'ORC,ELF\n', undefined],
  ['gif.csv', 'GIF8,b\n', undefined],
  ['empty.csv', '', undefined],
])('%s', (file, begin, words) => expect(foreignFormatWords(file, Buffer.from(begin, 'latin1'))).toBe(words));
