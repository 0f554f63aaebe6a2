import type { LogFilter, LogRecord } from '@sightglass/model/rest';
import { type LogCondition, logConditions, lowerAscii, tokensOf } from './conditions.ts';

/** Tells whether a record passes the filter, time range aside: what the engine's SQL tells of stored records. Raises SeverityError. */
export const logMatcher = (filter: LogFilter): ((record: LogRecord) => boolean) => {
  const conditions = logConditions(filter);
  return (record) => conditions.every((condition) => holds(condition, record) !== condition.negated);
};

const holds = (condition: LogCondition, record: LogRecord): boolean => {
  switch (condition.kind) {
    case 'field':
      return fieldHolds(record[condition.field] ?? '', condition);
    case 'severity':
      return condition.numbers.includes(record.severityNumber);
    case 'attribute':
      return (
        hasItem(record.attributes, condition) ||
        hasArrayItem(record.attributes, condition) ||
        hasItem(record.resource, condition)
      );
    case 'body':
      return bodyHolds(condition, lowerAscii(record.body));
  }
};

interface Wanted {
  readonly value: string;
  readonly prefix?: boolean;
}

const fieldHolds = (own: string, { value, prefix = false }: Wanted): boolean =>
  prefix ? own !== '' && own.startsWith(value) : own === value;

const hasItem = (map: Readonly<Record<string, string>>, { key, ...wanted }: Wanted & { key: string }): boolean =>
  Object.hasOwn(map, key) && valueHolds(map[key] ?? '', wanted);

const valueHolds = (own: string, { value, prefix = false }: Wanted): boolean =>
  prefix ? own.startsWith(value) : own === value;

/** One of the values of an array attribute. */
const hasArrayItem = (map: Readonly<Record<string, string>>, { key, ...wanted }: Wanted & { key: string }): boolean =>
  Object.hasOwn(map, key) && itemsOf(map[key] ?? '').some((item) => valueHolds(item, wanted));

const itemsOf = (json: string): string[] => {
  if (!json.startsWith('[')) return [];
  try {
    const items: unknown = JSON.parse(json);
    return Array.isArray(items) ? items.map(textOf) : [];
  } catch {
    return [];
  }
};

const textOf = (item: unknown): string => (typeof item === 'string' ? item : item === null ? '' : JSON.stringify(item));

const bodyHolds = (
  {
    tokens,
    phrase,
    beginning,
  }: { tokens: readonly string[]; phrase: string | undefined; beginning?: string | undefined },
  body: string,
): boolean => {
  if (phrase !== undefined && !body.includes(phrase)) return false;
  const present = new Set(tokensOf(body));
  const begins = beginning === undefined || [...present].some((token) => token.startsWith(beginning));
  return begins && tokens.every((token) => present.has(token));
};
