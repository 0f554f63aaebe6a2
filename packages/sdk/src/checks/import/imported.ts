import type { ContractInput } from '@sightglass/model/contract';
import { textFormats } from '@sightglass/model/contract/column-type';
import { z } from 'zod';
import { given, type Given } from '../given.ts';

/** A contract of another language, in ours. */
export interface Imported {
  readonly contract: ContractInput;
  /** What could not be carried over, one sentence each. */
  readonly notes: readonly string[];
}

export type ColumnInput = NonNullable<ContractInput['columns']>[number];
export type ExpressionInput = NonNullable<NonNullable<ContractInput['table']>['expressions']>[number];

/** One field of another language: what stands for it here, and what does not. */
export interface ImportedColumn {
  readonly column: ColumnInput;
  readonly expressions: readonly ExpressionInput[];
  readonly notes: readonly string[];
}

export const scalar = z.union([z.string(), z.number(), z.boolean()]);
export const bound = z.union([z.string(), z.number()]);
/** A value, alone or with its label. */
export const labelled = z.union([scalar, z.looseObject({ value: scalar }).transform(({ value }) => value)]);

/** The part, if anything is in it. */
export const unlessEmpty = <T extends object>(values: T): Given<T> | undefined => {
  const known = given(values);
  return Object.keys(known).length === 0 ? undefined : known;
};

/** The list, if anything is in it. */
export const listed = <T>(values: readonly T[]): T[] | undefined => (values.length === 0 ? undefined : [...values]);

/** Whether texts of another language are of a format that we check, too. */
export const isTextFormat = (type: string, format: string | undefined): boolean =>
  type === 'string' && (textFormats as readonly (string | undefined)[]).includes(format);

/** Names the keys of `values` that say something and are not in `carried`. */
export const keysBeyond = (values: object, carried: readonly string[]): string[] =>
  Object.entries(values).flatMap(([key, value]) => (carried.includes(key) || value === undefined ? [] : [key]));
