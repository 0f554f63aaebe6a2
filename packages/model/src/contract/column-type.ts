/** What a column holds. */
export const columnTypes = ['string', 'integer', 'number', 'boolean', 'date', 'time', 'timestamp', 'uuid'] as const;
export type ColumnType = (typeof columnTypes)[number];

/** What databases and other contract languages call the same. */
const synonyms = {
  text: 'string',
  varchar: 'string',
  int: 'integer',
  bigint: 'integer',
  smallint: 'integer',
  int8: 'integer',
  int16: 'integer',
  int32: 'integer',
  int64: 'integer',
  uint8: 'integer',
  uint16: 'integer',
  uint32: 'integer',
  uint64: 'integer',
  decimal: 'number',
  numeric: 'number',
  float: 'number',
  double: 'number',
  bool: 'boolean',
  datetime: 'timestamp',
} as const satisfies Record<string, ColumnType>;

export const columnTypeWords = [...columnTypes, ...(Object.keys(synonyms) as (keyof typeof synonyms)[])] as const;
export type ColumnTypeWord = (typeof columnTypeWords)[number];

/** The least and the greatest integer of types of a certain width, as they are written. */
export const integerRanges: Readonly<Partial<Record<ColumnTypeWord, readonly [least: string, most: string]>>> = {
  int8: ['-128', '127'],
  int16: ['-32768', '32767'],
  smallint: ['-32768', '32767'],
  int32: ['-2147483648', '2147483647'],
  int64: ['-9223372036854775808', '9223372036854775807'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
  uint8: ['0', '255'],
  uint16: ['0', '65535'],
  uint32: ['0', '4294967295'],
  uint64: ['0', '18446744073709551615'],
};

/** What texts may be written as, besides a pattern. */
export const textFormats = ['email', 'uri', 'hostname', 'ipv4', 'ipv6'] as const;
export type TextFormat = (typeof textFormats)[number];

export const columnTypeOf = (word: ColumnTypeWord): ColumnType =>
  word in synonyms ? synonyms[word as keyof typeof synonyms] : (word as ColumnType);
