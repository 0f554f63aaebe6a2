import type { QueryParameters } from '../../storage/telemetry/bind.ts';
import { type LogCondition, logFields } from './conditions.ts';

/** A piece of SQL and the parameters it names. */
export interface Sql {
  readonly sql: string;
  readonly parameters: QueryParameters;
}

const attributeItems =
  "arrayMap((key, value) -> concat(key, '=', value), mapKeys(LogAttributes), mapValues(LogAttributes))";
const arrayItems =
  "arrayFlatten(arrayMap((key, value) -> if(startsWith(value, '['), arrayMap(item -> concat(key, '=', item), JSONExtract(value, 'Array(String)')), []), mapKeys(LogAttributes), mapValues(LogAttributes)))";

/** Every `key=value` of a record: exactly the expression of the index `attribute_items`, or the index is not used. */
const items = `arrayConcat(${attributeItems}, ${arrayItems})`;

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
      return condition.prefix === true
        ? `${logFields[condition.field]} != '' AND startsWith(${logFields[condition.field]}, ${parameter(condition.value)})`
        : `${logFields[condition.field]} = ${parameter(condition.value)}`;
    case 'severity':
      return condition.numbers.length === 0 ? '0' : `SeverityNumber IN (${condition.numbers.join(', ')})`;
    case 'attribute': {
      const [key, value] = [parameter(condition.key), parameter(condition.value)];
      if (condition.prefix === true) return beginsSo(key, value);
      const item = parameter(`${condition.key}=${condition.value}`);
      return `has(${items}, ${item}) OR ${inResource(key, value)}`;
    }
    case 'body': {
      const tokens = condition.tokens.length === 0 ? [] : [`hasAllTokens(lower(Body), ${parameter(condition.tokens)})`];
      const phrase =
        condition.phrase === undefined ? [] : [`position(lower(Body), ${parameter(condition.phrase)}) > 0`];
      const beginning = condition.beginning === undefined ? [] : [beginsAWord(parameter(condition.beginning))];
      return [...tokens, ...phrase, ...beginning].join(' AND ');
    }
  }
};

/** `has(mapValues(…))` is what the index `resource_values` is on; the rest makes it exact, also for the empty value. */
const inResource = (key: string, value: string): string =>
  `(has(mapValues(ResourceAttributes), ${value}) AND mapContains(ResourceAttributes, ${key}) AND ResourceAttributes[${key}] = ${value})`;

/** The value of the attribute, or one of them, begins so. */
const beginsSo = (key: string, beginning: string): string => {
  const value = `LogAttributes[${key}]`;
  const inArray = `startsWith(${value}, '[') AND arrayExists(item -> startsWith(item, ${beginning}), JSONExtract(${value}, 'Array(String)'))`;
  return `(mapContains(LogAttributes, ${key}) AND (startsWith(${value}, ${beginning}) OR (${inArray})))
    OR (mapContains(ResourceAttributes, ${key}) AND startsWith(ResourceAttributes[${key}], ${beginning}))`;
};

/** A word of the body begins so; it holds letters and digits only, so it needs no escaping. */
const beginsAWord = (beginning: string): string =>
  `position(lower(Body), ${beginning}) > 0 AND match(lower(Body), concat('(?:^|[^0-9a-z\\\\x{80}-\\\\x{10FFFF}])', ${beginning}))`;
