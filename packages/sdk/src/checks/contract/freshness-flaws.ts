import type { ColumnRules, Contract } from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import type { Flaw } from './flaw.ts';

/** Whether the values of a column of this type are times that have an age. */
export const hasAge = (type: ColumnRules['type'] | undefined): boolean => {
  const known = columnTypeOf(type ?? 'string');
  return known === 'date' || known === 'timestamp';
};

/** Freshness by a column whose values are not read as dates or timestamps. */
export const freshnessFlaws = ({ columns, table }: Contract): Flaw[] => {
  const name = table.freshness?.column;
  if (name === undefined) return [];
  const rules = columns.find((one) => one.name === name);
  if (hasAge(rules?.type)) return [];
  const found = rules === undefined ? 'is not in columns' : `is ${rules.type}`;
  const message = `freshness needs a column of dates or timestamps, and "${name}" ${found}; declare its type`;
  return [{ path: ['table', 'freshness', 'column'], message }];
};
