import type { QueryParameters } from '../bind.ts';
import { quote } from '../literal.ts';
import type { TimeWindow } from '../look-back.ts';
import { type LogCondition, logFields } from './conditions.ts';

/** A piece of SQL and the parameters it names. */
export interface Sql {
  readonly sql: string;
  readonly parameters: QueryParameters;
}

/** Exactly the expression of the index `items` on `logs`, or the index is not used. */
const items = "arrayMap((key, value) -> concat(key, '=', value), mapKeys(LogAttributes), mapValues(LogAttributes))";

/** Latest time whose five-minute bucket the engine can hold. */
const latestMs = Date.UTC(2100, 0, 1);
const boundedMs = (unixMs: number): number => Math.max(0, Math.min(latestMs, unixMs));

/** All conditions as one SQL condition on `logs`. */
export const conditionsSql = (conditions: readonly LogCondition[]): Sql => {
  const parameters: Record<string, string | readonly string[]> = {};
  const parameter = (value: string | readonly string[]): string => {
    const name = `p${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `{${name}:${typeof value === 'string' ? 'String' : 'Array(String)'}}`;
  };
  const parts = conditions.map((condition) => {
    const positive = conditionSql(condition, parameter);
    return condition.negated ? `NOT (${positive})` : `(${positive})`;
  });
  return { sql: ['1', ...parts].join(' AND '), parameters };
};

const conditionSql = (condition: LogCondition, parameter: (value: string | readonly string[]) => string): string => {
  switch (condition.kind) {
    case 'field':
      return `${logFields[condition.field]} = ${parameter(condition.value)}`;
    case 'severity':
      return condition.numbers.length === 0 ? '0' : `SeverityNumber IN (${condition.numbers.join(', ')})`;
    case 'attribute': {
      const [key, value] = [parameter(condition.key), parameter(condition.value)];
      const item = parameter(`${condition.key}=${condition.value}`);
      return `has(${items}, ${item}) OR (mapContains(ResourceAttributes, ${key}) AND ResourceAttributes[${key}] = ${value})`;
    }
    case 'body': {
      const tokens = condition.tokens.length === 0 ? [] : [`hasAllTokens(lower(Body), ${parameter(condition.tokens)})`];
      const phrase =
        condition.phrase === undefined ? [] : [`position(lower(Body), ${parameter(condition.phrase)}) > 0`];
      return [...tokens, ...phrase].join(' AND ');
    }
  }
};

/** A time range on the order key of `logs` and `spans`: bucket and time, so that the primary index serves it. */
export const timeSql = ({ fromMs, toMs }: TimeWindow): string => {
  const bound = (operator: string, unixMs: number) => {
    const at = instantSql(unixMs);
    return `toStartOfFiveMinutes(Timestamp) ${operator.padEnd(2, '=')} toStartOfFiveMinutes(${at}) AND Timestamp ${operator} ${at}`;
  };
  const from = fromMs === undefined ? [] : [bound('>=', fromMs)];
  const to = toMs === undefined ? [] : [bound('<', toMs)];
  return ['1', ...from, ...to].join(' AND ');
};

export const instantSql = (unixMs: number): string =>
  `toDateTime64(${quote(new Date(boundedMs(unixMs)).toISOString().replace('T', ' ').replace('Z', ''))}, 9, 'UTC')`;
