import type { FileReference } from '@sightglass/model/contract';
import type { CheckPlan } from '../blocks/block.ts';
import { type ColumnBatch, textAt } from '../columns/column-batch.ts';
import { type ComparableReader, comparableReader, keyOf } from './comparable.ts';

/** Compares keys of rows with those of other files. */
export interface ReferenceChecks {
  /** Called once for each column of a batch. */
  add(batch: ColumnBatch): void;
  /** Calls `broke` for each row whose key is not there; a row without one of its values passes. */
  finish(rows: number, broke: (row: number, ruleIndex: number) => void): void;
}

interface PlannedReference {
  readonly ruleIndex: number;
  readonly columns: readonly number[];
  readonly readers: readonly ComparableReader[];
  readonly known: ReadonlySet<string>;
}

export const planReferences = (plan: CheckPlan): ReferenceChecks => {
  const references = referencesIn(plan);
  const taken = new Map<PlannedReference, (string | undefined)[][]>();
  return {
    add: (batch) => {
      for (const reference of references)
        for (const [index, column] of reference.columns.entries())
          if (column === batch.column) valuesFor(reference, taken)[index] = textsOf(batch, reference.readers[index]!);
    },
    finish: (rows, broke) => {
      for (const [{ ruleIndex, known }, values] of taken)
        for (let row = 0; row < rows; row += 1) {
          const key = keyOf(values.map((own) => own[row]));
          if (key !== undefined && !known.has(key)) broke(row, ruleIndex);
        }
    },
  };
};

/** Those whose columns the file has, and whose keys are known. */
const referencesIn = ({ expectations, header, contract, references }: CheckPlan): PlannedReference[] =>
  [...references].flatMap(([ruleIndex, keys]): PlannedReference[] => {
    const { columns } = expectations[ruleIndex]!.value as FileReference;
    if (columns.some((name) => !header.includes(name))) return [];
    return [
      {
        ruleIndex,
        columns: columns.map((name) => header.indexOf(name)),
        readers: columns.map((name) => comparableReader(contract.columns.find((one) => one.name === name))),
        known: setOf(keys),
      },
    ];
  });

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The same for each block. */
const setOf = (keys: readonly string[]): ReadonlySet<string> => {
  const found = sets.get(keys) ?? new Set(keys);
  sets.set(keys, found);
  return found;
};

const valuesFor = (
  reference: PlannedReference,
  taken: Map<PlannedReference, (string | undefined)[][]>,
): (string | undefined)[][] => {
  const found = taken.get(reference) ?? [];
  taken.set(reference, found);
  return found;
};

const textsOf = (batch: ColumnBatch, read: ComparableReader): (string | undefined)[] =>
  Array.from({ length: batch.table.rows }, (_, row) =>
    batch.scratch.isNull[row] === 1 ? undefined : read(textAt(batch, row)),
  );
