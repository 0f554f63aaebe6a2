import type { ColumnRules, Contract } from '@sightglass/model/contract';
import { boundReader } from '../columns/column-plan.ts';
import type { Flaw } from './flaw.ts';

/** Where the least is above the most, so that nothing fits. */
export const rangeFlaws = ({ columns, table }: Contract): Flaw[] => [
  ...columns.flatMap((column, place) => [
    ...range(['columns', place, 'min'], column.min, column.max, boundReader(column)),
    ...range(['columns', place, 'minLength'], column.minLength, column.maxLength, Number),
  ]),
  ...range(['table', 'rows', 'min'], table.rows?.min, table.rows?.max, Number),
];

type Limit = ColumnRules['min'];

const range = (path: Flaw['path'], min: Limit, max: Limit, read: (text: string) => number): Flaw[] => {
  const [least, most] = [valueOf(min), valueOf(max)];
  if (least === undefined || most === undefined || !(read(least) > read(most))) return [];
  return [{ path, message: `${path.at(-1)} ${least} is above the ${most} that is the most; nothing fits` }];
};

const valueOf = (limit: Limit): string | undefined => {
  if (limit === undefined) return undefined;
  return String(typeof limit === 'object' ? limit.value : limit);
};
