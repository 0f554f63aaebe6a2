import type { Contract } from '@sightglass/model/contract';
import { columnsNamed } from '../expression/words.ts';
import { isArrayPath } from '../jsonl/path.ts';
import type { Flaw } from './flaw.ts';

/** Rules about values within arrays that are about rows: a row has several of those values, or none. */
export const pathFlaws = ({ columns, table, format }: Contract): Flaw[] => {
  if (format.type === 'csv') return [];
  const nested = new Set(columns.map(({ name }) => name).filter(isArrayPath));
  if (nested.size === 0) return [];
  const refused = (path: Flaw['path'], names: readonly (string | undefined)[], what: string): Flaw[] =>
    names.flatMap((name) =>
      name === undefined || !nested.has(name)
        ? []
        : [{ path, message: `column "${name}" is within an array; ${what} is about values of rows` }],
    );
  return [
    ...columns.flatMap((column, index) => [
      ...(column.unique === undefined ? [] : refused(['columns', index, 'unique'], [column.name], 'unique')),
      ...Object.entries(column).flatMap(([key, rule]: [string, unknown]) =>
        typeof rule === 'object' && rule !== null && 'when' in rule && rule.when !== undefined
          ? refused(['columns', index, key], [column.name], 'when')
          : [],
      ),
    ]),
    ...table.expressions.flatMap((one, index) =>
      refused(
        ['table', 'expressions', index, 'expression'],
        columnsNamed(one.expression, columns).map(({ name }) => name),
        'an expression',
      ),
    ),
    ...refused(['table', 'freshness', 'column'], [table.freshness?.column], 'freshness'),
    ...table.unique.flatMap((one, index) => refused(['table', 'unique', index], one.columns, 'unique')),
    ...table.aggregates.flatMap((one, index) =>
      refused(['table', 'aggregates', index], [one.column, ...(one.by ?? [])], 'an aggregate'),
    ),
    ...table.references.flatMap((one, index) =>
      refused(['table', 'references', index], [one.column, ...(one.columns ?? [])], 'a reference'),
    ),
  ];
};
