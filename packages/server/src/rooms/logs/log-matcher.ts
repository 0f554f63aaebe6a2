import type { LogFilter, LogRecord } from '@sightglass/model/rest';
import { attributeHolds } from './attribute-matcher.ts';
import { type FieldCondition, type LogCondition, logConditions, lowerAscii, tokensOf } from './conditions.ts';

/** Whether a record passes the filter, time range aside: the same as the engine's SQL for stored records. Raises SeverityError. */
export const logMatcher = (filter: LogFilter): ((record: LogRecord) => boolean) => {
  const conditions = logConditions(filter);
  return (record) => conditions.every((condition) => isSo(condition, record));
};

const isSo = (condition: LogCondition, record: LogRecord): boolean => holds(condition, record) !== condition.negated;

const holds = (condition: LogCondition, record: LogRecord): boolean => {
  switch (condition.kind) {
    case 'field':
      return fieldHolds(record[condition.field] ?? '', condition);
    case 'severity':
      return condition.numbers.includes(record.severityNumber);
    case 'attribute':
      return attributeHolds(condition, record);
    case 'body':
      return bodyHolds(condition, lowerAscii(record.body));
    case 'all':
      return condition.of.every((part) => isSo(part, record));
    case 'any':
      return condition.of.some((part) => isSo(part, record));
  }
};

const fieldHolds = (own: string, { values, prefix = false }: FieldCondition): boolean =>
  prefix ? own !== '' && values.some((value) => own.startsWith(value)) : values.includes(own);

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
