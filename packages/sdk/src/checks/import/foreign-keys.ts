import { z } from 'zod';
import { fileNamed, type ForeignKey, type ImportedReferences, referencesOf } from './references.ts';

const names = z.union([z.string().transform((name) => [name]), z.array(z.string()).min(1)]);

/** A foreign key of a Frictionless Table Schema; an empty resource is the table itself. */
export const frictionlessKey = z.looseObject({
  fields: names,
  reference: z.looseObject({ resource: z.string().default(''), fields: names }),
});

/** Where the resources of a package are, by their name. */
export type ResourcePaths = ReadonlyMap<string, string>;

export const pathsOf = (resources: readonly Readonly<Record<string, unknown>>[]): ResourcePaths =>
  new Map(
    resources.flatMap(({ name, path }) => {
      const file = fileNamed(Array.isArray(path) && path.length === 1 ? path[0] : path);
      return typeof name === 'string' && file !== undefined ? [[name, file] as const] : [];
    }),
  );

export const referencesOfKeys = (
  keys: readonly z.output<typeof frictionlessKey>[],
  paths: ResourcePaths,
): ImportedReferences =>
  referencesOf(
    keys.map(({ fields, reference: { resource, fields: others } }): ForeignKey => ({
      columns: fields,
      table: resource === '' ? undefined : resource,
      keys: others,
      file: paths.get(resource),
    })),
  );

/** A foreign key of CSVW: columns by their names, a table by its URL. */
export const csvwKey = z.looseObject({
  columnReference: names,
  reference: z.looseObject({ resource: z.string().optional(), columnReference: names }),
});

/** `titleOf` gives the column of the header for the name of a column of a table. */
export const referencesOfCsvw = (
  keys: readonly z.output<typeof csvwKey>[],
  own: string | undefined,
  titleOf: (table: string | undefined, column: string) => string,
): ImportedReferences => {
  const known = keys.filter(({ reference }) => reference.resource !== undefined);
  const found = referencesOf(
    known.map(({ columnReference, reference: { resource, columnReference: others } }): ForeignKey => ({
      columns: columnReference.map((name) => titleOf(own, name)),
      table: resource === own ? undefined : resource,
      keys: others.map((name) => titleOf(resource, name)),
      file: resource,
    })),
  );
  return {
    references: found.references,
    notes: [
      ...found.notes,
      ...(known.length === keys.length
        ? []
        : ['tableSchema: foreignKeys to a schema and no resource are not carried over; write table.references']),
    ],
  };
};
