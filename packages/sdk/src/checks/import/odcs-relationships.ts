import { z } from 'zod';
import { fileNamed, type ForeignKey, type ImportedReferences, referencesOf } from './references.ts';

const ends = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);

/** A foreign key of ODCS, https://bitol-io.github.io/open-data-contract-standard/v3.1.0/relationships/ */
export const odcsRelationship = z.looseObject({
  type: z.string().default('foreignKey'),
  from: ends.optional(),
  to: ends.optional(),
});
type Relationship = z.output<typeof odcsRelationship>;

interface RelatedTable {
  readonly name: string;
  readonly physicalName?: string | undefined;
}

/** A relationship, with the columns it begins at where it stands on one. */
export interface PlacedRelationship {
  readonly relationship: Relationship;
  readonly column?: string;
}

/** What the relationships of a table come to. */
export const referencesIn = (
  placed: readonly PlacedRelationship[],
  table: RelatedTable,
  tables: readonly RelatedTable[],
): ImportedReferences => {
  const keys = placed.map((one) => foreignKeyOf(one, table, tables));
  const found = referencesOf(keys.filter((key) => key !== undefined));
  return {
    references: found.references,
    notes: [
      ...found.notes,
      ...placed.flatMap(({ relationship }, index) =>
        keys[index] === undefined
          ? [
              `${table.name}: relationship to ${relationship.to?.join(', ') ?? 'nothing'} is not carried over; write table.references`,
            ]
          : [],
      ),
    ],
  };
};

const foreignKeyOf = (
  { relationship: { type, from, to }, column }: PlacedRelationship,
  own: RelatedTable,
  tables: readonly RelatedTable[],
): ForeignKey | undefined => {
  const starts = column === undefined ? from?.map(endOf) : [{ table: own.name, column }];
  const targets = to?.map(endOf);
  if (!/^foreign_?key$/iu.test(type) || starts === undefined || targets === undefined) return undefined;
  const [target] = targets;
  const isOne = targets.every((one) => one !== undefined && one.table === target?.table);
  const isOwn = starts.every((one) => one !== undefined && one.table === own.name);
  if (target === undefined || !isOne || !isOwn || starts.length !== targets.length) return undefined;
  const other = tables.find(({ name }) => name === target.table);
  return {
    columns: starts.map((one) => one!.column),
    table: target.table === own.name ? undefined : target.table,
    keys: targets.map((one) => one!.column),
    file: fileNamed(other?.physicalName),
  };
};

interface End {
  readonly table: string;
  readonly column: string;
}

/** `customers.id` or `/schema/customers/properties/id`; undefined for what is in another contract. */
const endOf = (text: string): End | undefined => {
  const [, table, column] =
    /^\/?schema\/([^/]+)\/properties\/([^/]+(?:\/properties\/[^/]+)*)$/u.exec(text) ??
    /^([^./#]+)\.([^/#]+)$/u.exec(text) ??
    [];
  return table === undefined || column === undefined
    ? undefined
    : { table, column: column.replaceAll('/properties/', '.') };
};
