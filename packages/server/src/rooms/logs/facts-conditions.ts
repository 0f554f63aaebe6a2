import type { QueryParameters } from '../../storage/telemetry/bind.ts';
import {
  type AttributeCondition,
  type BodyCondition,
  type FieldCondition,
  type LogCondition,
  logFields,
} from './conditions.ts';
import { attributeSqlOf, type Parameter } from './facts-attribute-sql.ts';

/** A piece of SQL and the parameters it names. */
export interface Sql {
  readonly sql: string;
  readonly parameters: QueryParameters;
}

/** What differs between the tables that are searched in the language of logs. */
export interface SearchedTable {
  /** That a key of the record has a value, wherever the table keeps it. */
  readonly attribute: (condition: AttributeCondition, parameter: Parameter) => string;
  readonly text: (condition: BodyCondition, parameter: AnyParameter) => string;
}

/** All conditions as one SQL condition on `logs`, or on the other table that is given. */
export const conditionsSql = (conditions: readonly LogCondition[], table: SearchedTable = logs): Sql => {
  const parameters: Record<string, string | readonly string[]> = {};
  const parameter = (value: string | readonly string[]): string => {
    const name = `p${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `{${name}:${typeof value === 'string' ? 'String' : 'Array(String)'}}`;
  };
  return {
    sql: ['1', ...conditions.map((condition) => signedSql(condition, parameter, table))].join(' AND '),
    parameters,
  };
};

/** Names a value in the SQL. */
export type AnyParameter = (value: string | readonly string[]) => string;

const signedSql = (condition: LogCondition, parameter: AnyParameter, table: SearchedTable): string => {
  const positive = conditionSql(condition, parameter, table);
  return condition.negated ? `NOT (${positive})` : `(${positive})`;
};

const conditionSql = (condition: LogCondition, parameter: AnyParameter, table: SearchedTable): string => {
  switch (condition.kind) {
    case 'field':
      return fieldSql(condition, parameter);
    case 'severity':
      return condition.numbers.length === 0 ? '0' : `SeverityNumber IN (${condition.numbers.join(', ')})`;
    case 'attribute':
      return table.attribute(condition, parameter);
    case 'all':
    case 'any': {
      const parts = condition.of.map((part) => signedSql(part, parameter, table));
      return parts.length === 0 ? '1' : parts.join(condition.kind === 'all' ? ' AND ' : ' OR ');
    }
    case 'body':
      return table.text(condition, parameter);
  }
};

const bodySql = (condition: BodyCondition, parameter: AnyParameter): string => {
  const { tokens, phrase, beginning } = condition;
  const hint = tokens.length === 0 ? [] : [hasWordsHint(tokens, parameter)];
  const begun = beginning === undefined ? [] : [beginsAWord(parameter(beginning))];
  return [...hint, ...textSql(tokens, phrase, parameter), ...begun].join(' AND ');
};

/** Words are cut only in bodies that have the phrase, which costs more than to read one: what AND joins, the engine judges of every body. */
const textSql = (words: readonly string[], phrase: string | undefined, parameter: AnyParameter): string[] => {
  if (phrase === undefined) return words.length === 0 ? [] : [hasWords(words, parameter)];
  const hasPhrase = `position(lower(Body), ${parameter(phrase)}) > 0`;
  return [words.length === 0 ? hasPhrase : `if(${hasPhrase}, ${hasWords(words, parameter)}, 0)`];
};

const logs: SearchedTable = { attribute: attributeSqlOf('LogAttributes'), text: bodySql };

/** Makes the filter on words of bodies (0025) leave granules out; the bodies of the others are read. */
const hasWordsHint = (words: readonly string[], parameter: AnyParameter): string =>
  `indexHint(hasAll(tokens(lower(Body)), ${parameter(words)}))`;

/** For one word a third faster. */
const hasWords = (words: readonly string[], parameter: AnyParameter): string => {
  const [word = '', ...others] = words;
  return others.length === 0
    ? `hasToken(lower(Body), ${parameter(word)})`
    : `hasAllTokens(lower(Body), ${parameter(words)})`;
};

const fieldSql = ({ field, values, prefix = false }: FieldCondition, parameter: AnyParameter): string => {
  const column = logFields[field];
  if (prefix)
    return `${column} != '' AND (${values.map((value) => `startsWith(${column}, ${parameter(value)})`).join(' OR ')})`;
  const [value = '', ...others] = values;
  return others.length === 0 ? `${column} = ${parameter(value)}` : `${column} IN (${values.map(parameter).join(', ')})`;
};

/** A word of the body begins so; it holds letters and digits only, so it needs no escaping. */
const beginsAWord = (beginning: string): string =>
  `position(lower(Body), ${beginning}) > 0 AND match(lower(Body), concat('(?:^|[^0-9a-z\\\\x{80}-\\\\x{10FFFF}])', ${beginning}))`;
