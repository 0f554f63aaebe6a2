import type { Context } from '@opentelemetry/api';
import type { DatasetEntry, Moved } from '../../datasets/dataset-entry.ts';
import { noAmounts } from '../../datasets/dataset-entry.ts';
import type { HeldWrites } from '../../datasets/held-writes.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import type { NameScope } from './name-scope.ts';
import type { StatementTables } from './statement-tables.ts';

/** What a statement has written, if its transaction is committed. */
export interface TableWrite {
  readonly entry: DatasetEntry;
  readonly moved: Moved;
}

export interface StatementRows {
  /** Rows it changed; undefined when that is not known. */
  readonly changed?: number | undefined;
  /** Rows it handed over of the one table it reads (`COPY … TO`). */
  readonly copied?: number | undefined;
}

/** A table that is emptied and filled again has as many rows written as went into it. */
const removesOnly = new Set(['DELETE', 'TRUNCATE']);
const nothing: readonly TableWrite[] = [];

/** Notes what a statement that has been run has read, in the stage it was sent in, and gives back what it has written. */
export const useTables = (
  scope: NameScope,
  tables: StatementTables,
  own: Context,
  { changed, copied }: StatementRows,
): readonly TableWrite[] => {
  const { inputs, outputs } = scope.datasetsOf(tables);
  const datasets = inputs.length + outputs.length === 0 ? undefined : runScopeOf(own)?.datasets;
  if (datasets === undefined) return nothing;
  for (const input of inputs) datasets.entry(input, 'input')?.add({ rows: copied });
  return outputs.flatMap(({ dataset, isMain }) => {
    const entry = datasets.entry(dataset, 'output');
    if (entry === undefined) return [];
    return { entry, moved: removesOnly.has(tables.verb) ? noAmounts : { rows: isMain ? changed : undefined } };
  });
};

export const holdAll = (held: HeldWrites, writes: readonly TableWrite[]): void => {
  for (const { entry, moved } of writes) held.add(entry, moved);
};
