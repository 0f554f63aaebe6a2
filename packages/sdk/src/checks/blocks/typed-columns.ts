import { columnTypeOf } from '@sightglass/model/contract';
import type { CheckPlan } from './block.ts';

/** The columns of the file as the contract declares them; texts where it does not. */
export const typedColumns = ({ contract, header }: Pick<CheckPlan, 'contract' | 'header'>) => {
  const rulesOf = new Map(contract.columns.map((rules) => [rules.name, rules]));
  return header.map((name) => {
    const { type = 'string', trueWords, decimal, group } = rulesOf.get(name) ?? {};
    return { name, type: columnTypeOf(type), trueWords, decimal, group };
  });
};
