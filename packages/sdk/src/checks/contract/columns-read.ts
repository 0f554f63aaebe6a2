import { type Contract, fileReferenceOf } from '@sightglass/model/contract';

/** Columns that rules about the whole file read, whether the contract describes them or not. What expressions and queries read their compilers find. */
export const columnsRead = ({ table }: Pick<Contract, 'table'>): string[] => [
  ...new Set([
    ...(table.freshness?.column === undefined ? [] : [table.freshness.column]),
    ...table.unique.flatMap(({ columns }) => columns),
    ...table.references.flatMap((rules) => fileReferenceOf(rules).columns),
    ...table.aggregates.flatMap(({ column, equals, by = [] }) => [
      ...(column === undefined ? [] : [column]),
      ...(typeof equals === 'object' && equals.column !== undefined ? [equals.column] : []),
      ...by,
    ]),
  ]),
];
