import type { ContractInput } from '@sightglass/model/contract';
import { given } from '../given.ts';

export type ReferenceInput = NonNullable<NonNullable<ContractInput['table']>['references']>[number];

/** A foreign key of another language. */
export interface ForeignKey {
  readonly columns: readonly string[];
  /** The table it points to; undefined for its own. */
  readonly table: string | undefined;
  readonly keys: readonly string[];
  /** Where the rows of that table are, if the contract names it. */
  readonly file: string | undefined;
}

export interface ImportedReferences {
  readonly references: readonly ReferenceInput[];
  readonly notes: readonly string[];
}

/** References here name files, where other languages name tables. */
export const referencesOf = (keys: readonly ForeignKey[]): ImportedReferences => ({
  references: keys.map(({ columns, table, keys: others, file }): ReferenceInput => {
    const target = table === undefined ? undefined : (file ?? assumedFile(table));
    return columns.length === 1
      ? given({ column: columns[0], file: target, key: others[0] })
      : given({ columns: [...columns], file: target, keys: [...others] });
  }),
  notes: keys.flatMap(({ table, file, columns }) =>
    table === undefined || file !== undefined
      ? []
      : [
          `${columns.join(' + ')}: the file of table "${table}" is not named; correct ${assumedFile(table)} in table.references`,
        ],
  ),
});

const assumedFile = (table: string): string => `${table}.csv`;

const dataFile = /\.(?:csv|tsv|txt|jsonl|ndjson|json|parquet)(?:\.(?:gz|zst|zip))?$/iu;

/** The path, when it is one of a file that can be checked. */
export const fileNamed = (path: unknown): string | undefined =>
  typeof path === 'string' && dataFile.test(path) ? path : undefined;
