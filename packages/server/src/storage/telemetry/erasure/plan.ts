/** A column of a stored table. */
export interface StoredColumn {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  /** Of the sorting or partition key: it cannot be changed. */
  readonly isKey: boolean;
}

/** What somebody looks for, to be erased. */
export interface ErasureWish {
  /** In any text, upper and lower case alike. */
  readonly find: string;
  /** Only in records that have this attribute, too. */
  readonly attribute?: { readonly key: string; readonly value: string } | undefined;
}

/** SQL for the values of a wish: literals, or where a mutation looks them up. */
export interface WishSql {
  readonly needle: string;
  /** As `toString` writes it within a tuple, a map or an array. */
  readonly escaped: string;
  readonly pattern: string;
  readonly escapedPattern: string;
  readonly attributeKey: string;
  readonly attributeValue: string;
  readonly hasAttribute: boolean;
}

export interface TablePlan {
  readonly table: string;
  /** A row that fulfils it holds what is looked for. */
  readonly found: string;
  /** … where it can only be deleted. */
  readonly deleted: string;
  /** … where what is found is overwritten; undefined: never. */
  readonly blanked: { readonly assignments: string; readonly where: string } | undefined;
}

/** Records, and sums of them: what they hold goes with them. Of other tables each row stands for a run or a part of it, which stays. */
const recordTables = new Set([
  'logs',
  'spans',
  'metric_points',
  'logs_per_minute',
  'spans_per_service',
  'points_per_metric',
  'trace_times',
]);
const attributeMaps: Readonly<Record<string, readonly string[]>> = {
  logs: ['LogAttributes', 'ResourceAttributes', 'ScopeAttributes'],
  spans: ['SpanAttributes', 'ResourceAttributes', 'ScopeAttributes'],
  metric_points: ['MetricAttributes', 'ResourceAttributes', 'ScopeAttributes'],
};

const isText = (type: string): boolean =>
  /\bString\b|\bFixedString\b/.test(type) && !type.startsWith('AggregateFunction');
const isPlain = (type: string): boolean => !/\b(?:Map|Array|Tuple|Nested)\b/.test(type);
const isChangeable = ({ type, isKey }: StoredColumn): boolean => !isKey && !/\b(?:Map|Array|Nested)\b/.test(type);

/** How to find and erase in each table; with an attribute only where there are attributes. */
export const erasurePlan = (columns: readonly StoredColumn[], wish: WishSql): TablePlan[] =>
  [...Map.groupBy(columns, ({ table }) => table)]
    .filter(([table]) => !wish.hasAttribute || attributeMaps[table] !== undefined)
    .flatMap(([table, all]) =>
      planOf(
        table,
        all.filter(({ type }) => isText(type)),
        wish,
      ),
    );

const planOf = (table: string, texts: readonly StoredColumn[], wish: WishSql): TablePlan[] => {
  if (texts.length === 0) return [];
  const anyOf = (columns: readonly StoredColumn[]): string =>
    columns.length === 0 ? '0' : columns.map((column) => holds(column, wish)).join(' OR ');
  // A mutation outlives the process that began it, and what it looks up does not: then it must find nothing, and not everything.
  const narrowed = (condition: string): string => `${wish.needle} != '' AND (${condition})${attributeSql(table, wish)}`;
  const found = narrowed(anyOf(texts));
  if (recordTables.has(table)) return [{ table, found, deleted: found, blanked: undefined }];
  const changeable = texts.filter(isChangeable);
  return [
    {
      table,
      found,
      deleted: narrowed(anyOf(texts.filter((column) => !isChangeable(column)))),
      blanked:
        changeable.length === 0
          ? undefined
          : {
              assignments: changeable.map((column) => blank(column, wish)).join(', '),
              where: narrowed(anyOf(changeable)),
            },
    },
  ];
};

const holds = ({ name, type }: StoredColumn, { needle, escaped }: WishSql): string =>
  `positionCaseInsensitiveUTF8(toString(\`${name}\`), ${isPlain(type) ? needle : escaped}) > 0`;

const blank = (column: StoredColumn, wish: WishSql): string => {
  const { name, type } = column;
  const pattern = isPlain(type) ? wish.pattern : wish.escapedPattern;
  const stored = type.replace(/^SimpleAggregateFunction\(\w+, (.*)\)$/s, '$1');
  return `\`${name}\` = if(${holds(column, wish)}, CAST(replaceRegexpAll(toString(\`${name}\`), ${pattern}, '[erased]') AS ${stored}), \`${name}\`)`;
};

const attributeSql = (table: string, { hasAttribute, attributeKey, attributeValue }: WishSql): string => {
  if (!hasAttribute) return '';
  const maps = attributeMaps[table] ?? [];
  return ` AND (${maps.map((map) => `(mapContains(${map}, ${attributeKey}) AND ${map}[${attributeKey}] = ${attributeValue})`).join(' OR ')})`;
};

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\0': '\\0',
};

/** A text as the engine writes it within quotes. */
export const escapedText = (text: string): string =>
  text.replaceAll(/[\\'\n\t\r\b\f\0]/g, (found) => escapes[found] ?? found);

/** A pattern of RE2 that finds a text, whatever its case. */
export const patternOf = (text: string): string => `(?i)${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`;
