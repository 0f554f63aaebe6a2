/** `schema.table`, `table`, or either with quotes; the parts as the database stores them. */
export interface TableName {
  readonly schema: string | undefined;
  readonly table: string;
}

const part = String.raw`(?:"((?:[^"]|"")+)"|\[((?:[^\]]|\]\])+)\]|([^".[\]]+))`;
const pattern = new RegExp(`^(?:${part}\\.)?${part}$`);

/** Undefined when it is not the name of a table. */
export const parseTableName = (text: string): TableName | undefined => {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, a, b, c, d, e, f] = match;
  return { schema: unquoted(a, b, c), table: unquoted(d, e, f) ?? '' };
};

const unquoted = (inQuotes: string | undefined, inBrackets: string | undefined, plain: string | undefined) =>
  inQuotes?.replaceAll('""', '"') ?? inBrackets?.replaceAll(']]', ']') ?? plain;
