interface Format {
  readonly name: string;
  readonly advice?: string;
}

const unpack = 'unpack it first';
const convert = 'convert it to JSON lines or Parquet';
const workbook: Format = { name: 'Excel workbook', advice: 'save the sheet as CSV' };

/** First bytes, in latin1, of formats that are neither text nor read here. */
const formats: readonly (readonly [string, Format])[] = [
  ['\x89PNG\r\n', { name: 'PNG image' }],
  ['\xff\xd8\xff', { name: 'JPEG image' }],
  ['GIF8', { name: 'GIF image' }],
  ['%PDF-', { name: 'PDF document' }],
  ['\xd0\xcf\x11\xe0\xa1\xb1', workbook],
  ['7z\xbc\xaf\x27\x1c', { name: '7z archive', advice: unpack }],
  ['Rar!\x1a\x07', { name: 'rar archive', advice: unpack }],
  ['BZh', { name: 'bzip2 archive', advice: unpack }],
  ['\xfd7zXZ\0', { name: 'xz archive', advice: unpack }],
  ['SQLite format 3\0', { name: 'SQLite database', advice: 'export the table as CSV' }],
  ['\x7fELF', { name: 'program' }],
  ['Obj\x01', { name: 'Avro file', advice: convert }],
  ['ARROW1', { name: 'Arrow file', advice: convert }],
  ['PARE', { name: 'encrypted Parquet file', advice: 'decrypt it first' }],
  ['\x89HDF\r\n', { name: 'HDF5 file', advice: convert }],
  ['\x93NUMPY', { name: 'NumPy array', advice: convert }],
  ['\x04\x22\x4d\x18', { name: 'lz4 archive', advice: unpack }],
  ['\xff\x06\0\0sNaPpY', { name: 'snappy archive', advice: unpack }],
  ['\x1f\x9d', { name: 'compress archive', advice: unpack }],
  ['MZ', { name: 'program' }],
  ['version https://git-lfs', { name: 'Git LFS pointer', advice: 'fetch the file itself with git lfs pull' }],
  ['ORC', { name: 'ORC file', advice: convert }],
];

export const foreignHeadBytes = 512;

/** What is wrong with a file that begins like this, when it is of a format that cannot be checked; else undefined. */
export const foreignFormatWords = (file: string, head: Buffer): string | undefined => {
  const text = head.toString('latin1');
  if (isUtf32(text)) return `${file} is in UTF-32, which is not read; convert it to UTF-8`;
  const found = formats.find(([begin]) => text.startsWith(begin) && isSure(begin, text))?.[1] ?? markupOf(text);
  if (found === undefined) return undefined;
  const { name, advice } = found;
  return `${file} is not a text file (${name})${advice === undefined ? '' : `; ${advice}`}`;
};

/** By its byte order mark, or three zero bytes with each of the first characters. */
const isUtf32 = (text: string): boolean =>
  /^(?:\xff\xfe\0\0|\0\0\xfe\xff|(?:[^\0]\0\0\0){3}|(?:\0\0\0[^\0]){3})/u.test(text);

/** A short beginning may also be that of a text, which holds no control characters. */
const isSure = (begin: string, text: string): boolean => begin.length > 4 || Array.from(text).some(isControl);

/** Tab, line feed, vertical tab, form feed and carriage return stand in texts, too. */
const isControl = (sign: string): boolean => sign < '\t' || (sign > '\r' && sign < ' ');

/** Markup may begin with a byte order mark and blanks; the mark of a tar archive stands behind the name of its first file. */
const markupOf = (text: string): Format | undefined => {
  if (text.startsWith('ustar', 257)) return { name: 'tar archive', advice: unpack };
  const begin = text.replace(/^(?:\xef\xbb\xbf)?\s*/u, '').toLowerCase();
  if (/^<!doctype html|^<html[\s>]/u.test(begin))
    return { name: 'HTML page', advice: 'see whether it is the page of an error' };
  return begin.startsWith('<?xml') ? { name: 'XML document', advice: 'convert it to CSV or JSON lines' } : undefined;
};
