/** What a column holds. */
export const columnTypes = ['string', 'integer', 'number', 'boolean', 'date', 'time', 'timestamp', 'uuid'] as const;
export type ColumnType = (typeof columnTypes)[number];

/** What databases and other contract languages call the same. */
const synonyms = {
  text: 'string',
  varchar: 'string',
  int: 'integer',
  bigint: 'integer',
  decimal: 'number',
  numeric: 'number',
  float: 'number',
  double: 'number',
  bool: 'boolean',
  datetime: 'timestamp',
} as const satisfies Record<string, ColumnType>;

export const columnTypeWords = [...columnTypes, ...(Object.keys(synonyms) as (keyof typeof synonyms)[])] as const;
export type ColumnTypeWord = (typeof columnTypeWords)[number];

export const columnTypeOf = (word: ColumnTypeWord): ColumnType =>
  word in synonyms ? synonyms[word as keyof typeof synonyms] : (word as ColumnType);
