interface Format {
  readonly name: string;
  readonly advice?: string;
}

const unpack = 'unpack it first';
const workbook: Format = { name: 'Excel workbook', advice: 'save the sheet as CSV' };

/** First bytes, in latin1, of formats that are neither text nor read here. */
const formats: readonly (readonly [string, Format])[] = [
  ['\x89PNG\r\n', { name: 'PNG image' }],
  ['\xff\xd8\xff', { name: 'JPEG image' }],
  ['GIF8', { name: 'GIF image' }],
  ['%PDF-', { name: 'PDF document' }],
  ['PK\x03\x04', { name: 'zip archive', advice: unpack }],
  ['\xd0\xcf\x11\xe0\xa1\xb1', workbook],
  ['7z\xbc\xaf\x27\x1c', { name: '7z archive', advice: unpack }],
  ['Rar!\x1a\x07', { name: 'rar archive', advice: unpack }],
  ['BZh', { name: 'bzip2 archive', advice: unpack }],
  ['\xfd7zXZ\0', { name: 'xz archive', advice: unpack }],
  ['SQLite format 3\0', { name: 'SQLite database', advice: 'export the table as CSV' }],
  ['\x7fELF', { name: 'program' }],
  ['Obj\x01', { name: 'Avro file', advice: 'convert it to JSON lines or Parquet' }],
  ['ORC', { name: 'ORC file', advice: 'convert it to JSON lines or Parquet' }],
];

export const foreignHeadBytes = 512;

/** What is wrong with a file that begins like this, when it is of a format that cannot be checked; else undefined. */
export const foreignFormatWords = (file: string, head: Buffer): string | undefined => {
  const text = head.toString('latin1');
  const found = formats.find(([begin]) => text.startsWith(begin) && isSure(begin, text))?.[1];
  if (found === undefined) return undefined;
  const { name, advice } = found.name === 'zip archive' && isWorkbook(file, text) ? workbook : found;
  return `${file} is not a text file (${name})${advice === undefined ? '' : `; ${advice}`}`;
};

/** A short beginning may also be that of a text, which holds no control characters. */
const isSure = (begin: string, text: string): boolean => begin.length > 4 || Array.from(text).some(isControl);

/** Tab, line feed, vertical tab, form feed and carriage return stand in texts, too. */
const isControl = (sign: string): boolean => sign < '\t' || (sign > '\r' && sign < ' ');

const isWorkbook = (file: string, text: string): boolean =>
  /\.xls[xmb]$/iu.test(file) || /\[Content_Types\]\.xml|xl\//u.test(text);
