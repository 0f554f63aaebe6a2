/** Encodings that can be decoded, by their WHATWG names; `latin1` is Windows-1252, its superset. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'latin1',
  'iso-8859-2',
  'iso-8859-3',
  'iso-8859-4',
  'iso-8859-5',
  'iso-8859-6',
  'iso-8859-7',
  'iso-8859-8',
  'iso-8859-10',
  'iso-8859-13',
  'iso-8859-14',
  'iso-8859-15',
  'iso-8859-16',
  'windows-874',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'macintosh',
  'x-mac-cyrillic',
  'shift_jis',
  'euc-jp',
  'gbk',
  'gb18030',
  'big5',
  'euc-kr',
] as const;
export type Encoding = (typeof encodings)[number];

/** What programs call the same. */
const synonyms = {
  utf8: 'utf-8',
  ascii: 'utf-8',
  'us-ascii': 'utf-8',
  'latin-1': 'latin1',
  'iso-8859-1': 'latin1',
  'windows-1252': 'latin1',
  cp1252: 'latin1',
  'iso-8859-9': 'windows-1254',
  'iso-8859-11': 'windows-874',
  'latin-9': 'iso-8859-15',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1253: 'windows-1253',
  cp1254: 'windows-1254',
  cp1255: 'windows-1255',
  cp1256: 'windows-1256',
  cp1257: 'windows-1257',
  cp866: 'ibm866',
  macroman: 'macintosh',
  sjis: 'shift_jis',
  'shift-jis': 'shift_jis',
  cp932: 'shift_jis',
  'windows-31j': 'shift_jis',
  gb2312: 'gbk',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
} as const satisfies Record<string, Encoding>;

export const encodingWords = [...encodings, ...(Object.keys(synonyms) as (keyof typeof synonyms)[])] as const;
export type EncodingWord = (typeof encodingWords)[number];

export const encodingOfWord = (word: EncodingWord): Encoding =>
  word in synonyms ? synonyms[word as keyof typeof synonyms] : (word as Encoding);

/** The encoding other contract languages call so, in any case; undefined when none here is. */
export const encodingNamed = (name: string): Encoding | undefined => {
  const word = encodingWords.find((one) => one === name.toLowerCase());
  return word === undefined ? undefined : encodingOfWord(word);
};
