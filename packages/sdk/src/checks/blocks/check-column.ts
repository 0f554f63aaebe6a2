import type { ColumnBatch } from '../columns/column-batch.ts';
import type { ColumnPlan } from '../columns/column-plan.ts';
import { hashColumn } from '../columns/hash.ts';
import { measureValues } from '../columns/measure.ts';
import type { NullFinder } from '../columns/nulls.ts';
import type { ColumnState } from '../profile/column-state.ts';

/** What is done with a column of a file, and what is known of it. */
export interface PlannedColumn extends ColumnPlan {
  readonly state: ColumnState;
  readonly findNulls: NullFinder;
  readonly isHashed: boolean;
  readonly isCounted: boolean;
  readonly isMeasured: boolean;
}

type OnBroken = (row: number, ruleIndex: number) => void;

/** Parses, judges and profiles one column of a batch. Rules with a condition are known to be broken when that is. */
export const checkColumn = (
  { checks, parse, state, findNulls, valueKind, isHashed, isCounted, isMeasured }: PlannedColumn,
  batch: ColumnBatch,
  broke: OnBroken,
  brokeIf: OnBroken,
): void => {
  findNulls(batch);
  state.nulls += batch.facts.nulls;
  if (isHashed) hashColumn(batch);
  if (isCounted) state.dictionary.addAll(batch);
  if (parse !== undefined) {
    parse(batch);
    measureValues(batch);
  }
  for (const { expectation, check, isConditional } of checks)
    if (isConditional) check(batch, (row) => brokeIf(row, expectation));
    else check(batch, (row) => broke(row, expectation));
  if (isMeasured) state.add(batch, valueKind);
};
