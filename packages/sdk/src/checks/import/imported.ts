import type { ContractInput } from '@sightglass/model/contract';

/** A contract of another language, in ours. */
export interface Imported {
  readonly contract: ContractInput;
  /** What could not be carried over, one sentence each. */
  readonly notes: readonly string[];
}

export type ColumnInput = NonNullable<ContractInput['columns']>[number];

/** Leaves out what is undefined. */
export const given = <T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
