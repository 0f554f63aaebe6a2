import type { NumberEdge } from '@sightglass/model';
import { spanKinds, spanStatuses } from '@sightglass/model/rest';
import type { AttributeCondition, BodyCondition } from '../logs/conditions.ts';
import { attributeSqlOf, type Parameter } from '../logs/facts-attribute-sql.ts';
import type { AnyParameter, SearchedTable } from '../logs/facts-conditions.ts';
import { spanFieldOf } from './span-conditions.ts';

/** Spans, searched in the language of logs: words are parts of their names. */
export const searchedSpans: SearchedTable = {
  attribute: (condition, parameter) => fieldSql(condition, parameter) ?? inAttributes(condition, parameter),
  text: ({ tokens, phrase, beginning }: BodyCondition, parameter: AnyParameter) => {
    const parts = phrase === undefined ? [...tokens, ...(beginning === undefined ? [] : [beginning])] : [phrase];
    return parts.map((part) => `position(lower(SpanName), ${parameter(part)}) > 0`).join(' AND ') || '1';
  },
};

const inAttributes = attributeSqlOf('SpanAttributes');

const fieldSql = (condition: AttributeCondition, parameter: Parameter): string | undefined => {
  const { key, value, prefix = false, range } = condition;
  switch (spanFieldOf(key)) {
    case 'name':
      return prefix ? `startsWith(SpanName, ${parameter(value)})` : `SpanName = ${parameter(value)}`;
    case 'status':
      return `StatusCode = ${spanStatuses.findIndex((status) => status === value.toUpperCase())}`;
    case 'kind':
      return `SpanKind = ${spanKinds.findIndex((kind) => kind === value.toUpperCase())}`;
    case 'duration':
      return [durationSql('>', range?.from, parameter), durationSql('<', range?.to, parameter)]
        .filter((part) => part !== undefined)
        .join(' AND ');
    default:
      return undefined;
  }
};

const durationSql = (sign: '<' | '>', edge: NumberEdge | undefined, parameter: Parameter): string | undefined =>
  edge === undefined
    ? undefined
    : `DurationNano / 1000000 ${sign}${edge.isIncluded ? '=' : ''} toFloat64(${parameter(edge.number)})`;
