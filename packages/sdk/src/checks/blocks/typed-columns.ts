import { columnTypeOf } from '@sightglass/model/contract/column-type';
import type { CheckPlan } from './block.ts';

const known = new WeakMap<CheckPlan, ReturnType<typeof columnsOf>>();

/** The columns of the file as the contract declares them, texts where it does not: the same list for each block. */
export const typedColumns = (plan: CheckPlan): ReturnType<typeof columnsOf> => {
  const found = known.get(plan) ?? columnsOf(plan);
  known.set(plan, found);
  return found;
};

const columnsOf = ({ contract, header }: CheckPlan) => {
  const rulesOf = new Map(contract.columns.map((rules) => [rules.name, rules]));
  return header.map((name) => {
    const { type = 'string', trueWords, decimal, group } = rulesOf.get(name) ?? {};
    return { name, type: columnTypeOf(type), trueWords, decimal, group };
  });
};
