import type { LogFilter, LogRecord } from '@sightglass/model/api';
import { type LogCondition, logConditions, lowerAscii, tokensOf } from '../storage/telemetry/logs/conditions.ts';

/** Tells whether a record passes the filter, time range aside: what the engine's SQL tells of stored records. Raises SeverityError. */
export const logMatcher = (filter: LogFilter): ((record: LogRecord) => boolean) => {
  const conditions = logConditions(filter);
  return (record) => conditions.every((condition) => holds(condition, record) !== condition.negated);
};

const holds = (condition: LogCondition, record: LogRecord): boolean => {
  switch (condition.kind) {
    case 'field':
      return (record[condition.field] ?? '') === condition.value;
    case 'severity':
      return condition.numbers.includes(record.severityNumber);
    case 'attribute':
      return hasItem(record.attributes, condition) || hasItem(record.resource, condition);
    case 'body':
      return bodyHolds(condition, lowerAscii(record.body));
  }
};

const hasItem = (map: Readonly<Record<string, string>>, { key, value }: { key: string; value: string }): boolean =>
  Object.hasOwn(map, key) && map[key] === value;

const bodyHolds = (
  { tokens, phrase }: { tokens: readonly string[]; phrase: string | undefined },
  body: string,
): boolean => {
  if (phrase !== undefined && !body.includes(phrase)) return false;
  const present = new Set(tokensOf(body));
  return tokens.every((token) => present.has(token));
};
